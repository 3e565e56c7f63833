package dev.coracle.vm.qemu;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory of this user's below one that everybody writes to. It may vanish at any time. */
record PrivateDirectory(Path path) {
  /** The one of this user on this host, whatever the home. */
  static PrivateDirectory ofUser() {
    return new PrivateDirectory(
        Path.of(
            System.getProperty("java.io.tmpdir"), "coracle-" + System.getProperty("user.name")));
  }

  /**
   * Makes it, if it is not there.
   *
   * @throws IOException also if somebody else has made it or can write to it
   */
  void make() throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
      boolean ours =
          Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
              && owner.equals(System.getProperty("user.name"))
              && PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                  .endsWith("------");
      if (!ours) {
        throw new IOException(path + " belongs to " + owner + " or is open to others", e);
      }
    }
  }
}
