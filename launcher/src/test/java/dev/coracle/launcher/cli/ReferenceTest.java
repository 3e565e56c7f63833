package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.addons.AddonError;
import dev.coracle.errors.ErrorCode;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated pages of docs; {@code -Dcoracle.docs=write} writes them anew. */
class ReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void commandLineReferenceIsUpToDate() throws IOException {
    assertUpToDate("cli.md", Reference.commands());
  }

  @Test
  void errorReferenceIsUpToDate() throws IOException {
    assertUpToDate("errors.md", Reference.errors(catalogues()));
  }

  @Test
  void errorsHaveIdsOfTheirOwnAndAdvice() {
    var codes = new ArrayList<ErrorCode>();
    catalogues().forEach(codes::addAll);

    assertThat(codes).extracting(ErrorCode::name).doesNotHaveDuplicates();
    assertThat(codes)
        .allSatisfy(code ->
            assertThat(code.advice()).as(code.name()).isNotBlank().matches("(?s)[A-Z].*\\."));
  }

  @Test
  void everyCommandAndFlagIsExplained() {
    for (var command : Commands.all()) {
      assertThat(HelpText.summary(command.spec())).as(command.name()).isNotBlank();
      for (var option : command.spec().options()) {
        assertThat(option.description())
            .as(command.name() + " " + option.longestName())
            .isNotEmpty();
      }
    }
  }

  private static List<List<? extends ErrorCode>> catalogues() {
    return List.of(
        List.of(LauncherError.values()), List.of(VmError.values()), List.of(AddonError.values()));
  }

  private static void assertUpToDate(String name, String content) throws IOException {
    var file = DOCS.resolve(name);
    if ("write".equals(System.getProperty("coracle.docs"))) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("out of date; write it with: mvn -pl launcher -am test -Dcoracle.docs=write")
        .content()
        .isEqualTo(content);
  }
}
