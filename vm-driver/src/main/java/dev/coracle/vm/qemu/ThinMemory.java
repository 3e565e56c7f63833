package dev.coracle.vm.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A guest's memory as the pages in which it differs from another, which QEMU maps; it loads these,
 * for the file's own bitmap names them. Each page keeps its place, so the rest are holes.
 *
 * @param memory the whole, or what is thin, which has everything at the same place
 * @param base what is mapped; of the same size
 */
record ThinMemory(MappedMemory memory, MappedMemory base) {
  private static final int CHUNK = 1 << 18;
  private static final int PAGE = MappedMemory.PAGE;

  /** A part of a file that is no hole, in bytes. */
  record Extent(long from, long length) {}

  /** A file that is compared, and where it is not a hole. */
  record Source(FileChannel channel, List<Extent> data) {}

  /**
   * Writes it to an empty file, not durably. What pages hold that are in a hole is zero.
   *
   * @param most how much may differ, in bytes
   * @param goesOn asked now and then
   * @return whether all of it is written; else more differs, or it was not to go on
   */
  boolean write(Source whole, Source mapped, FileChannel thin, long most, BooleanSupplier goesOn)
      throws IOException {
    BitSet chunks = new BitSet();
    mark(chunks, whole, memory.pages());
    mark(chunks, mapped, base.pages());
    ByteBuffer is = ByteBuffer.allocateDirect(CHUNK);
    ByteBuffer was = ByteBuffer.allocateDirect(CHUNK);
    BitSet differing = new BitSet();
    for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
      if (!goesOn.getAsBoolean()) {
        return false;
      }
      long at = (long) chunk * CHUNK;
      int length = (int) Math.min(CHUNK, memory.size() - at);
      read(whole.channel(), is.clear().limit(length), memory.pages() + at);
      read(mapped.channel(), was.clear().limit(length), base.pages() + at);
      writeDifference(is, was, at, differing, thin);
      if ((long) differing.cardinality() * PAGE > most) {
        return false;
      }
    }
    copyRest(whole.channel(), thin);
    write(thin, ByteBuffer.wrap(differing.toByteArray()), memory.bitmap());
    return true;
  }

  /**
   * The reverse: writes the whole to an empty file, not durably.
   *
   * @param thin what {@link #write} wrote
   */
  void writeWhole(FileChannel thin, Source mapped, FileChannel whole) throws IOException {
    BitSet chunks = new BitSet();
    mark(chunks, mapped, base.pages());
    ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK);
    for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
      long at = (long) chunk * CHUNK;
      int length = (int) Math.min(CHUNK, memory.size() - at);
      read(mapped.channel(), bytes.clear().limit(length), base.pages() + at);
      write(whole, bytes, memory.pages() + at);
    }
    ByteBuffer bitmap = ByteBuffer.allocate((int) (memory.size() / PAGE / Byte.SIZE));
    read(thin, bitmap, memory.bitmap());
    BitSet differing = BitSet.valueOf(bitmap);
    for (int page = differing.nextSetBit(0); page >= 0; page = differing.nextSetBit(page + 1)) {
      long at = memory.pages() + (long) page * PAGE;
      read(thin, bytes.clear().limit(PAGE), at);
      write(whole, bytes, at);
    }
    copyRest(thin, whole);
    write(whole, ByteBuffer.allocate(bitmap.capacity()), memory.bitmap());
  }

  private void mark(BitSet chunks, Source source, long pages) {
    for (Extent extent : source.data()) {
      long from = Math.max(0, extent.from() - pages);
      long to = Math.min(memory.size(), extent.from() + extent.length() - pages);
      if (from < to) {
        chunks.set((int) (from / CHUNK), (int) ((to - 1) / CHUNK) + 1);
      }
    }
  }

  private void writeDifference(
      ByteBuffer is, ByteBuffer was, long at, BitSet differing, FileChannel thin)
      throws IOException {
    if (is.equals(was)) {
      return;
    }
    ByteBuffer zero = ByteBuffer.allocate(PAGE);
    for (int i = 0; i < is.limit(); i += PAGE) {
      ByteBuffer page = is.slice(i, PAGE);
      if (!page.equals(was.slice(i, PAGE))) {
        differing.set((int) ((at + i) / PAGE));
        if (!page.equals(zero)) {
          write(thin, page, memory.pages() + at + i);
        }
      }
    }
  }

  /** All but the pages. */
  private void copyRest(FileChannel from, FileChannel to) throws IOException {
    copy(from, to, 0, memory.pages());
    copy(from, to, memory.pages() + memory.size(), from.size());
  }

  private static void copy(FileChannel from, FileChannel to, long begin, long end)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK);
    for (long at = begin; at < end; at += CHUNK) {
      read(from, bytes.clear().limit((int) Math.min(CHUNK, end - at)), at);
      write(to, bytes, at);
    }
  }

  private static void read(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("a saved memory ends too early");
      }
    }
    bytes.flip();
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, from + bytes.position() - begin);
    }
  }
}
