package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  private static final List<String> SSH = List.of("--profile", "demo", "ssh");

  @TempDir Path bin;

  @Test
  void theDesktopsOwnTerminalGoesBeforeOthers() throws IOException {
    install("xterm");
    assertThat(linux().command(SSH))
        .contains(List.of("xterm", "-e", "/opt/coracle", "--profile", "demo", "ssh"));

    install("xdg-terminal-exec");
    assertThat(linux().command(SSH))
        .contains(List.of("xdg-terminal-exec", "/opt/coracle", "--profile", "demo", "ssh"));
  }

  @Test
  void tellsThatThereIsNone() {
    assertThat(linux().command(SSH)).isEmpty();
    assertThatThrownBy(() -> linux().open(SSH)).isInstanceOf(IOException.class);
  }

  @Test
  void aLineForAShellKeepsTheWordsApart() {
    var terminal = new Terminal("Mac OS X", Map.of(), Path.of("/Users/o'neil/my apps/coracle"));

    assertThat(terminal.command(List.of("ssh")).orElseThrow())
        .last()
        .isEqualTo("'/Users/o'\\''neil/my apps/coracle' 'ssh'");
  }

  @Test
  void showsNothingOfTheEnvironment() {
    assertThat(new Terminal("Linux", Map.of("TOKEN", "secret"), Path.of("coracle")).toString())
        .doesNotContain("secret");
  }

  private Terminal linux() {
    return new Terminal("Linux", Map.of("PATH", bin.toString()), Path.of("/opt/coracle"));
  }

  private void install(String name) throws IOException {
    assertThat(Files.createFile(bin.resolve(name)).toFile().setExecutable(true)).isTrue();
  }
}
