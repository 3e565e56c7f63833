package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.vm.qemu.ThinMemory.Extent;
import dev.coracle.vm.qemu.ThinMemory.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThinMemoryTest {
  private static final int PAGE = MappedMemory.PAGE;
  private static final int PAGES = 300;
  private static final int BITMAP = 64;
  private static final int END = (1 + PAGES) * PAGE;

  @TempDir private Path directory;
  private final byte[] whole = file();
  private final byte[] base = file();

  /** A beginning, pages each of which is full of its number, and an end. */
  private static byte[] file() {
    byte[] all = new byte[END + 1000];
    Arrays.fill(all, 0, BITMAP, (byte) 'a');
    for (int page = 0; page < PAGES; page++) {
      fill(all, page, page);
    }
    Arrays.fill(all, END, all.length, (byte) 'z');
    return all;
  }

  private static void fill(byte[] file, int page, int value) {
    Arrays.fill(file, (1 + page) * PAGE, (2 + page) * PAGE, (byte) value);
  }

  private MappedMemory memory(String name) {
    return new MappedMemory(directory.resolve(name), BITMAP, PAGE, (long) PAGES * PAGE);
  }

  private ThinMemory thin() {
    return new ThinMemory(memory("whole"), memory("base"));
  }

  private static List<Extent> everything() {
    return List.of(new Extent(0, END + 1000));
  }

  private boolean write(List<Extent> inWhole, List<Extent> inBase, int most, boolean goesOn)
      throws IOException {
    Files.write(directory.resolve("whole"), whole);
    Files.write(directory.resolve("base"), base);
    try (var from = FileChannel.open(directory.resolve("whole"));
        var upon = FileChannel.open(directory.resolve("base"));
        var to = create("thin")) {
      return thin()
          .write(
              new Source(from, inWhole),
              new Source(upon, inBase),
              to,
              (long) most * PAGE,
              () -> goesOn);
    }
  }

  private FileChannel create(String name) throws IOException {
    return FileChannel.open(
        directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private byte[] read(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  private static BitSet bitmap(byte[] file) {
    return BitSet.valueOf(Arrays.copyOfRange(file, BITMAP, BITMAP + PAGES / Byte.SIZE + 1));
  }

  @Test
  void hasWhatDiffersAndNamesIt() throws IOException {
    fill(whole, 3, 77);
    fill(whole, 299, 78);
    fill(whole, 5, 0);
    assertThat(write(everything(), everything(), 3, true)).isTrue();
    var expected = new byte[whole.length];
    System.arraycopy(whole, 0, expected, 0, PAGE);
    System.arraycopy(whole, END, expected, END, whole.length - END);
    fill(expected, 3, 77);
    fill(expected, 299, 78);
    byte[] thin = read("thin");
    assertThat(bitmap(thin).stream()).containsExactly(3, 5, 299);
    Arrays.fill(thin, BITMAP, BITMAP + PAGES / Byte.SIZE + 1, (byte) 0);
    assertThat(thin).isEqualTo(expected);
  }

  @Test
  void readsOnlyWhereEitherIsNoHole() throws IOException {
    fill(whole, 10, 77);
    fill(whole, 200, 77);
    var here = List.of(new Extent(11 * PAGE, PAGE));
    assertThat(write(here, List.of(), 300, true)).isTrue();
    assertThat(bitmap(read("thin")).stream()).containsExactly(10);
    Files.delete(directory.resolve("thin"));
    assertThat(write(List.of(), here, 300, true)).isTrue();
    assertThat(bitmap(read("thin")).stream()).containsExactly(10);
  }

  @Test
  void becomesTheWholeAgain() throws IOException {
    fill(whole, 0, 77);
    fill(whole, 64, 0);
    fill(base, 65, 0);
    assertThat(write(everything(), everything(), 300, true)).isTrue();
    try (var from = FileChannel.open(directory.resolve("thin"));
        var upon = FileChannel.open(directory.resolve("base"));
        var to = create("again")) {
      thin().writeWhole(from, new Source(upon, everything()), to);
    }
    assertThat(read("again")).isEqualTo(whole);
  }

  @Test
  void tooMuchOrNotWantedAnyMoreIsNot() throws IOException {
    fill(whole, 3, 77);
    fill(whole, 4, 77);
    assertThat(write(everything(), everything(), 1, true)).isFalse();
    Files.delete(directory.resolve("thin"));
    assertThat(write(everything(), everything(), 2, false)).isFalse();
  }

  @Test
  void dataIsReadFromQemusTable() {
    assertThat(
            Disks.extents(
                """
                Offset          Length          Mapped to       File
                0               0x30000         0               /a b/memory
                0x100000        0x3000          0x100000        /a b/memory
                """))
        .containsExactly(new Extent(0, 0x30000), new Extent(0x100000, 0x3000));
  }
}
