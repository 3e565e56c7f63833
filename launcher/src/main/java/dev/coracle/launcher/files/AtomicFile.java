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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Replaces a file as a whole: after a crash or power cut it has the old content or the new. */
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
    write(file, content, PRIVATE);
  }

  /**
   * Writes a file with the permissions given, which a system without POSIX permissions ignores:
   * there the directory's access list decides. Missing directories are made, private.
   *
   * @throws ProblemException {@link LauncherError#FILE_WRITE_FAILED}; the old content is untouched
   */
  public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) {
    var target = file.toAbsolutePath();
    var directory = target.getParent();
    if (directory == null) {
      throw failed(file, "it is a root directory", null);
    }
    try {
      Files.createDirectories(directory, attributes(PosixFilePermissions.fromString("rwx------")));
      var temporary =
          Files.createTempFile(
              directory, "." + target.getFileName() + ".", ".tmp", attributes(PRIVATE));
      try {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          var buffer = ByteBuffer.wrap(content);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          channel.force(true);
        }
        if (POSIX) {
          Files.setPosixFilePermissions(temporary, permissions);
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      force(directory);
    } catch (IOException e) {
      throw failed(file, e.toString(), e);
    }
  }

  /** Makes the new directory entry durable; Windows has no such thing and opens no directory. */
  private static void force(Path directory) throws IOException {
    if (POSIX) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static ProblemException failed(
      Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    var detail = file + " could not be written: " + why;
    return cause == null
        ? new ProblemException(LauncherError.FILE_WRITE_FAILED, detail)
        : new ProblemException(LauncherError.FILE_WRITE_FAILED, detail, cause);
  }
}
