package dev.coracle.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home on a file system of its own; only where the tests may mount one. */
class MountedHomeTest {
  @TempDir private Path directory;

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  @Test
  void readOnlyHomeIsAProblemAndCanStillBeRead() throws Exception {
    mount("size=1m");
    new Settings(new Home(directory)).set("memory", "4g");
    assumeTrue(
        run("mount", "-o", "remount,ro", directory.toString()),
        "this user may not remount a tmpfs");
    var home = new Home(directory);
    assertThatThrownBy(home::prepare).hasMessageStartingWith("HOST_HOME_NOT_WRITABLE");
    assertThatThrownBy(() -> new Settings(home).set("memory", "8g"))
        .hasMessageStartingWith("HOST_HOME_NOT_WRITABLE");
    assertThat(new Settings(home).get("memory")).contains("4g");
  }

  @Test
  void fullDiskIsAProblemAndTheOldContentStays() throws Exception {
    mount("size=64k");
    var home = new Home(directory);
    var settings = new Settings(home);
    settings.set("memory", "4g");
    fill(directory.resolve("filler"));
    assertThatThrownBy(() -> settings.set("driver", "x".repeat(8192)))
        .hasMessageStartingWith("HOST_DISK_LOW");
    assertThat(settings.get("memory")).contains("4g");
    Files.delete(directory.resolve("filler"));
    settings.set("memory", "8g");
    assertThat(settings.get("memory")).contains("8g");
  }

  private static void fill(Path file) throws Exception {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (java.io.IOException full) {
      assertThat(Files.size(file)).isPositive();
    }
  }

  private void mount(String options) throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()),
        "this user may not mount a tmpfs");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
