package dev.coracle.vm.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What the header of a disk image tells; see docs/interop/qcow2 of QEMU.
 *
 * @param backing the image that holds what this one does not, relative to this one's directory
 * @param size of the disk in bytes, as the guest sees it
 * @param empty whether nothing was ever written to it
 */
record Qcow2(Optional<String> backing, long size, boolean empty) {
  private static final int MAGIC = 0x514649fb;
  private static final int VERSION = 3;
  private static final int CLUSTER_BITS = 16;
  private static final int CLUSTER = 1 << CLUSTER_BITS;

  /** Each entry of the first table is for a second one of one cluster, of entries of 8 bytes. */
  private static final long PER_ENTRY = (long) CLUSTER * (CLUSTER / Long.BYTES);

  private static final int HEADER = 104;
  private static final int BACKING_FORMAT = 0xe2792aca;
  private static final long COMPRESSION_TYPE = 1 << 3;
  private static final int LONGEST_NAME = 1023;
  private static final long LARGEST_TABLE = 32 << 20;

  static Qcow2 read(Path image) throws IOException {
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
      ByteBuffer header = read(channel, 0, HEADER);
      int version = header.getInt(4);
      if (header.getInt(0) != MAGIC || version < 2 || version > VERSION) {
        throw new IOException(image + " is no disk image");
      }
      return new Qcow2(
          backing(channel, header.getLong(8), header.getInt(16)),
          header.getLong(24),
          isZero(channel, header.getLong(40), (long) Long.BYTES * header.getInt(36)));
    } catch (EOFException | IllegalArgumentException e) {
      throw new IOException(image + " is damaged", e);
    }
  }

  /**
   * Makes sure that an image that may come from anybody is complete in itself: to open it opens
   * nothing else.
   *
   * @param size that it must have, in bytes
   * @throws IOException if it is not so
   */
  static void requireAlone(Path image, long size) throws IOException {
    Qcow2 header = read(image);
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
      ByteBuffer bytes = read(channel, 0, HEADER);
      boolean alone =
          bytes.getInt(4) == VERSION
              && header.backing().isEmpty()
              && bytes.getInt(32) == 0 // not encrypted
              && bytes.getInt(60) == 0 // no internal snapshots
              && (bytes.getLong(72) & ~COMPRESSION_TYPE) == 0; // nothing else to know about it
      if (!alone || header.size() != size) {
        throw new IOException(image.getFileName() + " is not what it was exported as");
      }
    }
  }

  private static Optional<String> backing(FileChannel channel, long offset, int length)
      throws IOException {
    if (offset == 0) {
      return Optional.empty();
    }
    if (length > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of " + length + " bytes");
    }
    return Optional.of(new String(read(channel, offset, length).array(), StandardCharsets.UTF_8));
  }

  private static boolean isZero(FileChannel channel, long offset, long length) throws IOException {
    if (length > LARGEST_TABLE) {
      throw new IllegalArgumentException("a table of " + length + " bytes");
    }
    ByteBuffer table = read(channel, offset, (int) length);
    return table.mismatch(ByteBuffer.allocate((int) length)) < 0;
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }

  /**
   * An image that holds nothing yet, as {@code qemu-img create} makes it: the header, a table of
   * one block of reference counts, that block, and a table without entries. A cluster each.
   */
  static byte[] overlay(String backing, long size) {
    byte[] name = backing.getBytes(StandardCharsets.UTF_8);
    long entries = Math.ceilDiv(size, PER_ENTRY);
    if (entries * Long.BYTES > CLUSTER || name.length > LONGEST_NAME) {
      throw new IllegalArgumentException(size + " bytes upon " + backing);
    }
    ByteBuffer image = ByteBuffer.allocate(4 * CLUSTER);
    byte[] format = "qcow2".getBytes(StandardCharsets.US_ASCII);
    int nameOffset = HEADER + 16 + 8;
    image.putInt(MAGIC).putInt(VERSION).putLong(nameOffset).putInt(name.length);
    image.putInt(CLUSTER_BITS).putLong(size).putInt(0); // not encrypted
    image.putInt((int) entries).putLong(3L * CLUSTER);
    image.putLong(CLUSTER).putInt(1); // of reference counts
    image.putInt(0).putLong(0); // no internal snapshots
    image.putLong(0).putLong(0).putLong(0); // no further features
    image.putInt(4).putInt(HEADER); // counts of 2^4 bits
    image.putInt(BACKING_FORMAT).putInt(format.length).put(format).put(new byte[3]);
    image.putLong(0); // no further extension
    image.put(name);
    image.putLong(CLUSTER, 2L * CLUSTER);
    for (int cluster = 0; cluster < 4; cluster++) {
      image.putShort(2 * CLUSTER + cluster * Short.BYTES, (short) 1);
    }
    return image.array();
  }
}
