package dev.coracle.launcher.files;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Replaces a file as a whole: after a crash or power cut it has the old content or the new.
 *
 * <p>Permissions are ignored on a system that has no POSIX ones: there the directory's access list
 * decides.
 */
public final class AtomicFile {
  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private AtomicFile() {}

  /**
   * Writes a file that only its owner may read. Missing directories are made, private too.
   *
   * @throws ProblemException {@link LauncherError#FILE_WRITE_FAILED}; the old content is untouched
   */
  public static void writePrivate(Path file, byte[] content) {
    write(file, content, temporary -> permit(temporary, PRIVATE));
  }

  /**
   * Writes a file with the permissions given. Missing directories are made, private.
   *
   * @throws ProblemException {@link LauncherError#FILE_WRITE_FAILED}; the old content is untouched
   */
  public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) {
    write(file, content, temporary -> permit(temporary, permissions));
  }

  /**
   * Replaces the content of a file that exists; permissions, owner and group stay.
   *
   * @throws ProblemException {@link LauncherError#FILE_WRITE_FAILED}; the old content is untouched
   */
  public static void replace(Path file, byte[] content) {
    write(file, content, temporary -> keepAttributes(file, temporary));
  }

  private static void write(Path file, byte[] content, Attributes attributes) {
    try {
      var target = file.toAbsolutePath();
      var directory = target.resolveSibling("");
      Files.createDirectories(
          directory, asAttributes(PosixFilePermissions.fromString("rwx------")));
      var temporary =
          Files.createTempFile(
              directory, "." + target.getFileName(), ".tmp", asAttributes(PRIVATE));
      try {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          var buffer = ByteBuffer.wrap(content);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          channel.force(true);
        }
        attributes.apply(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      force(directory);
    } catch (IOException e) {
      throw WriteFailure.of(
          file.toAbsolutePath().resolveSibling(""),
          file.toString(),
          content.length,
          LauncherError.FILE_WRITE_FAILED,
          e);
    }
  }

  /** Makes a directory's entries durable; Windows has no such thing and opens no directory. */
  public static void force(Path directory) throws IOException {
    if (POSIX) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void permit(Path file, Set<PosixFilePermission> permissions) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  /** Changes only what differs, for most users may not give files away. */
  private static void keepAttributes(Path from, Path to) throws IOException {
    if (!POSIX) {
      return;
    }
    var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    var wanted = Files.getFileAttributeView(from, PosixFileAttributeView.class).readAttributes();
    var found = view.readAttributes();
    if (!found.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!found.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    view.setPermissions(wanted.permissions());
  }

  private static FileAttribute<?>[] asAttributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  @FunctionalInterface
  private interface Attributes {
    void apply(Path temporary) throws IOException;
  }
}
