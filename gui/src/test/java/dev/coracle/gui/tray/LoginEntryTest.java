package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginEntryTest {
  private static final Path PROGRAM = Path.of("/usr/bin/coracle");

  @TempDir Path home;

  @Test
  void isAFileInTheUsersAutostartFolder() throws IOException {
    var entry = LoginEntry.of("Linux", Map.of("HOME", home.toString()), PROGRAM).orElseThrow();
    assertThat(entry.isOn()).isFalse();

    entry.set(true);

    assertThat(entry.isOn()).isTrue();
    assertThat(Files.readString(home.resolve(".config/autostart/coracle.desktop")))
        .isEqualTo(LoginEntry.text(PROGRAM));

    entry.set(false);
    entry.set(false);
    assertThat(entry.isOn()).isFalse();
  }

  @Test
  void followsTheUsersOwnConfigurationFolder() {
    var own = Map.of("HOME", "/nowhere", "XDG_CONFIG_HOME", home.toString());

    LoginEntry.of("Linux", own, PROGRAM).orElseThrow().set(true);

    assertThat(home.resolve("autostart/coracle.desktop")).exists();
  }

  @Test
  void startsTheAppWithoutItsWindow() {
    assertThat(LoginEntry.text(PROGRAM).lines())
        .contains("Exec=\"/usr/bin/coracle\" gui --hidden", "Type=Application");
  }

  @Test
  void whateverIsInThePathIsOneArgument() {
    assertThat(LoginEntry.text(Path.of("/a b/$HOME/\"c\"/50%/d\\e")).lines())
        .contains("Exec=\"/a b/\\\\$HOME/\\\\\"c\\\\\"/50%%/d\\\\\\\\e\" gui --hidden");
  }

  @Test
  void otherSystemsHaveNoSuchFolder() {
    assertThat(LoginEntry.of("Windows 11", Map.of("HOME", "/h"), PROGRAM)).isEmpty();
  }
}
