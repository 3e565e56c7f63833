package dev.coracle.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path directory;

  @Test
  void keepsWhatIsSet() throws Exception {
    settings().set("memory", "4g");
    settings().set("driver", "qemu");
    assertThat(settings().all()).isEqualTo(Map.of("memory", "4g", "driver", "qemu"));
    assertThat(settings().unset("memory")).isTrue();
    assertThat(settings().unset("memory")).isFalse();
    assertThat(settings().get("memory")).isEmpty();
    assertThat(settings().get("driver")).contains("qemu");
  }

  @Test
  void readingMakesNothing() {
    assertThat(settings().all()).isEmpty();
    assertThat(home().directory()).doesNotExist();
  }

  @Test
  void brokenSettingsAreRefused() throws Exception {
    Files.createDirectories(home().settings().getParent());
    Files.writeString(home().settings(), "{\"version\":1,\"settings\":{\"memory\":4}}");
    assertThatThrownBy(() -> settings().all()).hasMessageStartingWith("SETTINGS_BROKEN");
  }

  private Settings settings() {
    return new Settings(home());
  }

  private Home home() {
    return new Home(directory.resolve("home"));
  }
}
