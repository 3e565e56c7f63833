package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketReachTest {
  @TempDir private Path temporary;
  private SocketReach reach;
  private Path deep;

  @BeforeEach
  void makeDeepDirectory() throws IOException {
    reach = new SocketReach(new PrivateDirectory(temporary.resolve("links")));
    deep = Files.createDirectories(temporary.resolve("d".repeat(90)).resolve("one"));
  }

  private Path links() {
    return reach.links().path();
  }

  @Test
  void shortDirectoryIsReachedAsItIs() throws IOException {
    Path directory = Path.of("/home/a/vms/one");
    assertThat(reach.of(directory)).isEqualTo(directory);
    reach.open(directory);
    assertThat(links()).doesNotExist();
  }

  @Test
  void deepDirectoryIsReachedThroughAPrivateLink() throws IOException {
    reach.open(deep);
    Path link = reach.of(deep);
    assertThat(link).isSymbolicLink().hasParentRaw(links());
    assertThat(link.toRealPath()).isEqualTo(deep.toRealPath());
    assertThat(link.resolve(VmFiles.LONGEST_SOCKET).toString()).hasSizeLessThanOrEqualTo(107);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(links())))
        .isEqualTo("rwx------");
  }

  @Test
  void linkThatVanishedOrLeadsAstrayIsMadeAgain() throws IOException {
    reach.open(deep);
    Files.delete(reach.of(deep));
    Files.createSymbolicLink(reach.of(deep), temporary);
    reach.open(deep);
    assertThat(reach.of(deep).toRealPath()).isEqualTo(deep.toRealPath());
  }

  @Test
  void closingRemovesTheLink() throws IOException {
    reach.open(deep);
    reach.close(deep);
    assertThat(links()).isEmptyDirectory();
    reach.close(deep);
  }

  @Test
  void directoryThatOthersMayWriteIsRefused() throws IOException {
    Files.createDirectory(links());
    Files.setPosixFilePermissions(links(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> reach.open(deep)).isInstanceOf(IOException.class);
  }
}
