package dev.coracle.vm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names directories so that the sockets in them can be used: the path of a Unix socket has at most
 * 107 bytes. A longer one is reached through a link in a private directory. The link is only a way
 * to the socket, which stays where the machine is: it may vanish at any time and is made again.
 *
 * @param links made when needed
 */
record SocketReach(PrivateDirectory links) {
  private static final int LONGEST_PATH = 107;

  /** The name, whether or not there is a link yet. */
  Path of(Path directory) {
    String longest = directory.resolve(VmFiles.LONGEST_SOCKET).toString();
    return longest.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
        ? directory
        : links
            .path()
            .resolve(
                UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8))
                    .toString());
  }

  /** Makes the name work. */
  void open(Path directory) throws IOException {
    Path link = of(directory);
    if (link.equals(directory) || leads(link, directory)) {
      return;
    }
    links.make();
    Files.deleteIfExists(link);
    try {
      Files.createSymbolicLink(link, directory);
    } catch (FileAlreadyExistsException e) {
      if (!leads(link, directory)) {
        throw e;
      }
    }
  }

  /** Removes the link, if there is one. */
  void close(Path directory) throws IOException {
    Path link = of(directory);
    if (!link.equals(directory)) {
      Files.deleteIfExists(link);
    }
  }

  private static boolean leads(Path link, Path directory) throws IOException {
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(directory);
  }
}
