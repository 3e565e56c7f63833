package dev.coracle.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path directory;

  @Test
  void bashCompletesCommandsFlagsAndValues() throws IOException, InterruptedException {
    assertThat(inBash("coracle sta")).contains("start", "status");
    assertThat(inBash("coracle start --mem")).contains("--memory");
    assertThat(inBash("coracle config s")).contains("set");
    assertThat(inBash("coracle status --output ")).contains("text", "json");
  }

  @Test
  void fishCompletesCommandsFlagsAndValues() throws IOException, InterruptedException {
    assumeThat(Foreground.find("fish", System.getenv())).isPresent();
    var script = script("fish");

    assertThat(shell("fish", "-c", "source " + script + "; complete -C 'coracle sta'"))
        .contains("start", "status");
    assertThat(shell("fish", "-c", "source " + script + "; complete -C 'coracle start --mem'"))
        .contains("--memory");
    assertThat(shell("fish", "-c", "source " + script + "; complete -C 'coracle config s'"))
        .contains("set");
    assertThat(shell("fish", "-c", "source " + script + "; complete -C 'coracle completion '"))
        .contains("powershell");
  }

  @Test
  void zshTakesTheScript() throws IOException, InterruptedException {
    assumeThat(Foreground.find("zsh", System.getenv())).isPresent();

    assertThat(shell("zsh", "-c", "source " + script("zsh") + " && echo \"${_comps[coracle]}\""))
        .contains("_bash_complete");
  }

  @Test
  void powerShellKnowsEveryCommand() {
    var script = new CliHost(directory).run("completion", "powershell").out();

    assertThat(script)
        .contains("Register-ArgumentCompleter -Native -CommandName coracle")
        .contains("'config set' = @(", "'completion' = @('bash', 'zsh', 'fish', 'powershell'");
    for (var command : Commands.all()) {
      assertThat(script).contains("    '" + command.name() + "' = @(");
    }
  }

  @Test
  void anotherShellIsAProblem() {
    assertThat(new CliHost(directory).run("completion", "csh").exit()).isEqualTo(14);
  }

  private String inBash(String line) throws IOException, InterruptedException {
    var words = List.of(line.split(" ", -1));
    var quoted = "'" + String.join("' '", words) + "'";
    return shell(
        "bash",
        "-c",
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d; _complete_coracle; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script("bash"), quoted, words.size() - 1, line, line.length()));
  }

  private Path script(String shell) throws IOException {
    var result = new CliHost(directory).run("completion", shell);
    assertThat(result.exit()).isZero();
    return Files.writeString(directory.resolve("completion." + shell), result.out());
  }

  private String shell(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("HOME", directory.toString(), "ZDOTDIR", directory.toString()));
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
