package dev.coracle.vm.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The guest's memory as it lies in a file that QEMU has saved: page after page, so that a machine
 * can have it by mapping the file and nothing needs to be loaded. QEMU loads the pages that the
 * file's own bitmap names; {@link #leaveToMapping} clears it. {@link ThinMemory} names in it the
 * pages that are not those of another file, which is mapped.
 *
 * <p>The format is that of docs/devel/migration/mapped-ram.rst in QEMU's source.
 *
 * @param file what QEMU has saved
 * @param bitmap where the bitmap begins, in bytes
 * @param pages where the first page begins, in bytes
 * @param size of the memory, in bytes
 */
record MappedMemory(Path file, long bitmap, long pages, long size) {
  /** What {@code memory-backend=ram} makes it in QEMU. */
  private static final byte[] NAME = "\3ram".getBytes(StandardCharsets.US_ASCII);

  private static final int BEGINNING = 1 << 16;
  private static final int VERSION = 1;
  static final int PAGE = 4096;
  private static final Set<PosixFilePermission> READ_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ);

  /**
   * @throws IOException also if it is not what QEMU saves of a machine with so much memory
   */
  static MappedMemory in(Path file, long mebibytes) throws IOException {
    long size = mebibytes << 20;
    ByteBuffer header = afterName(beginning(file), size);
    if (header.remaining() < 28 || header.getInt() != VERSION || header.getLong() != PAGE) {
      throw new IOException(file + " has no memory of " + mebibytes + " MiB where QEMU keeps it");
    }
    return new MappedMemory(file, header.getLong(), header.getLong(), size);
  }

  private static ByteBuffer beginning(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(BEGINNING);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // A read may give less than was asked for
      }
      return bytes.flip();
    }
  }

  /** What comes after the name and the size of the memory; nothing if they are not there. */
  private static ByteBuffer afterName(ByteBuffer bytes, long size) {
    ByteBuffer wanted =
        ByteBuffer.allocate(NAME.length + Long.BYTES).put(NAME).putLong(size).flip();
    while (bytes.remaining() >= wanted.remaining()) {
      if (bytes.slice(bytes.position(), wanted.remaining()).equals(wanted)) {
        return bytes.position(bytes.position() + wanted.remaining());
      }
      bytes.get();
    }
    return bytes.limit(bytes.position());
  }

  /** From here on QEMU loads the devices only. Not durable yet when it returns. */
  void leaveToMapping() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer none = ByteBuffer.allocate((int) (size / PAGE / Byte.SIZE));
      while (none.hasRemaining()) {
        channel.write(none, bitmap + none.position());
      }
    }
  }

  /**
   * Gives the file another name. Its write permission goes with that, for good and for all of its
   * names: what more than one machine may have mapped is nobody's to punch holes into.
   */
  static void share(Path file, Path name) throws IOException {
    Files.setPosixFilePermissions(file, READ_ONLY);
    Files.createLink(name, file);
  }

  /** Whether it has had another name. */
  static boolean isShared(Path file) throws IOException {
    return !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE);
  }

  /**
   * QEMU's object in place of the memory that the machine had when it was made. Pages that the
   * guest writes are private copies. Memory that the guest gives back is given back to the host if
   * the file is this machine's alone, and this QEMU punches the hole where the page is.
   */
  String object(QemuVersion version) throws IOException {
    boolean exclusive = version.isAtLeast(QemuVersion.OLDEST_FREEING_MAPPED) && !isShared(file);
    return QemuArguments.mappedMemory(file, pages, exclusive);
  }
}
