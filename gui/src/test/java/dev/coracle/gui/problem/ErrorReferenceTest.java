package dev.coracle.gui.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.addons.AddonError;
import dev.coracle.errors.ErrorCode;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/errors.md has the errors of all modules; {@code -Dcoracle.docs=write} writes it anew. */
class ErrorReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "errors.md");

  private static final List<List<? extends ErrorCode>> CATALOGUES =
      List.of(
          List.of(LauncherError.values()),
          List.of(VmError.values()),
          List.of(AddonError.values()),
          List.of(GuiError.values()));

  @Test
  void pageIsUpToDate() throws IOException {
    if ("write".equals(System.getProperty("coracle.docs"))) {
      Files.writeString(PAGE, errors(CATALOGUES));
    }
    assertThat(PAGE)
        .as("out of date; write it with: mvn -pl gui -am test -Dcoracle.docs=write")
        .content()
        .isEqualTo(errors(CATALOGUES));
  }

  @Test
  void errorsHaveIdsOfTheirOwnAndAdvice() {
    var codes = CATALOGUES.stream().flatMap(List::stream).toList();

    assertThat(codes).extracting(ErrorCode::name).doesNotHaveDuplicates();
    assertThat(codes)
        .allSatisfy(code ->
            assertThat(code.advice()).as(code.name()).isNotBlank().matches("(?s)[A-Z].*\\."));
  }

  private static String errors(List<List<? extends ErrorCode>> catalogues) {
    var text = new StringBuilder("# Errors\n\nGenerated from the code; do not edit.\n\n");
    text.append(
        "An ID means the same for ever. Exit codes are minikube's: where it failed (tens) and how"
            + " (ones). Others: 0 it\n");
    text.append("went well, 1 a bug of Coracle, 130 interrupted.\n");
    for (var area : ErrorCode.Area.values()) {
      var codes =
          catalogues.stream()
              .flatMap(List::stream)
              .filter(code -> code.area() == area)
              .sorted(Comparator.comparingInt(ErrorCode::exitCode).thenComparing(ErrorCode::name))
              .toList();
      if (!codes.isEmpty()) {
        text.append("\n## ")
            .append(title(area))
            .append("\n\n| ID | exit code | what to do |\n|---|---|---|\n");
        for (var code : codes) {
          text.append("| `")
              .append(code.name())
              .append("` | ")
              .append(code.exitCode())
              .append(" | ");
          text.append(code.advice().replace("|", "\\|")).append(" |\n");
        }
      }
    }
    return text.toString();
  }

  private static String title(ErrorCode.Area area) {
    var words = area.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
