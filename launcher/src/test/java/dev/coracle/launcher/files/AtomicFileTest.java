package dev.coracle.launcher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] NEW = {'n', 'e', 'w'};

  @TempDir Path directory;

  @Test
  void privateFilesAndTheirDirectoriesAreTheOwnersAlone() throws Exception {
    var file = directory.resolve("a/b/file");
    AtomicFile.writePrivate(file, NEW);
    assertThat(file).hasContent("new");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void permissionsAreAsAskedOrAsTheyWere() throws Exception {
    var file = directory.resolve("file");
    AtomicFile.write(file, NEW, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(permissions(file)).isEqualTo("rw-r--r--");
    AtomicFile.replace(file, new byte[0]);
    assertThat(permissions(file)).isEqualTo("rw-r--r--");
    assertThat(file).isEmptyFile();
  }

  @Test
  void failureLeavesTheOldContentAndNothingElse() throws Exception {
    var notAFile = Files.createDirectories(directory.resolve("taken/full"));
    assertThatThrownBy(() -> AtomicFile.writePrivate(notAFile.resolveSibling(""), NEW))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LauncherError.FILE_WRITE_FAILED));
    assertThat(directory).isDirectoryContaining(path -> path.endsWith("taken"));
    assertThat(directory.toFile().list()).containsExactly("taken");
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
