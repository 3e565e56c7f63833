package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated page of docs; {@code -Dcoracle.docs=write} writes them anew. */
class ReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void commandLineReferenceIsUpToDate() throws IOException {
    assertUpToDate("cli.md", Reference.commands());
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
