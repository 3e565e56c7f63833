package dev.coracle.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path directory;

  @Test
  void liesWhereTheEnvironmentSays() {
    assertThat(Home.of(Map.of("HOME", "/home/ann")).directory())
        .isEqualTo(Path.of("/home/ann/.coracle"));
    assertThat(Home.of(Map.of("HOME", "/home/ann", "CORACLE_HOME", "/data/c")).directory())
        .isEqualTo(Path.of("/data/c"));
  }

  @Test
  void isForItsOwnerOnly() throws Exception {
    var home = new Home(directory.resolve("home"));
    home.prepare();
    home.cluster("one").make();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.directory())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.cluster("one").directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void aFileInItsPlaceIsAProblem() throws Exception {
    var file = Files.writeString(directory.resolve("home"), "mine");
    assertThatThrownBy(() -> new Home(file.resolve("below")).prepare())
        .hasMessageStartingWith("HOST_HOME_NOT_WRITABLE");
    assertThat(file).hasContent("mine");
  }

  @Test
  void removingAllLeavesTheFilesOfOthers() throws Exception {
    var home = new Home(directory);
    home.prepare();
    home.cluster("one").make();
    var theirs = Files.writeString(directory.resolve("notes.txt"), "mine");
    home.removeAll();
    assertThat(directory).isDirectoryContaining(theirs::equals);
    assertThat(home.clusterNames()).isEmpty();
    Files.delete(theirs);
    home.removeAll();
    assertThat(directory).doesNotExist();
  }
}
