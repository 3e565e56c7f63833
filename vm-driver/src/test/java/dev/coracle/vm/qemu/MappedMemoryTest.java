package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedMemoryTest {
  private static final QemuVersion TODAYS = new QemuVersion(10, 0);
  private static final byte[] RAM = "\3ram".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private Path file;

  /** A section that is called as the memory is comes first, as in QEMU's own files. */
  @BeforeEach
  void save() throws IOException {
    file = directory.resolve("memory");
    Files.write(file, saved(1).array());
  }

  private static ByteBuffer saved(int version) {
    ByteBuffer all = ByteBuffer.allocate(8192);
    all.put("QEVM".getBytes(StandardCharsets.US_ASCII)).put(RAM).putInt(0).putInt(4);
    all.put(RAM).putLong(1 << 20).putInt(version).putLong(4096).putLong(64).putLong(4096);
    while (all.position() < 128) {
      all.put((byte) -1);
    }
    return all;
  }

  @Test
  void isFoundWhereQemuHasPutIt() throws IOException {
    assertThat(MappedMemory.in(file, 1)).isEqualTo(new MappedMemory(file, 64, 4096, 1 << 20));
  }

  @Test
  void anythingElseIsRefused() throws IOException {
    assertThatThrownBy(() -> MappedMemory.in(file, 2)).hasMessageContaining("2 MiB");
    Files.write(file, saved(2).array());
    assertThatThrownBy(() -> MappedMemory.in(file, 1)).isInstanceOf(IOException.class);
    Files.write(file, RAM);
    assertThatThrownBy(() -> MappedMemory.in(file, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void onlyTheBitmapIsCleared() throws IOException {
    byte[] expected = Files.readAllBytes(file);
    MappedMemory.in(file, 1).leaveToMapping();
    for (int bit = 64; bit < 64 + 32; bit++) {
      expected[bit] = 0;
    }
    assertThat(file).hasBinaryContent(expected);
  }

  @Test
  void fileThatAnotherMachineMayHaveMappedIsNeverWrittenTo() throws IOException {
    var memory = MappedMemory.in(file, 1);
    var alone = ",mem-path=" + file + ",offset=4096,share=off";
    assertThat(memory.object(TODAYS)).isEqualTo(alone);
    assertThat(memory.object(new QemuVersion(9, 2))).isEqualTo(alone + ",readonly=on,rom=off");
    var copy = directory.resolve("copy");
    MappedMemory.share(file, copy);
    Files.delete(copy);
    assertThat(memory.object(TODAYS)).isEqualTo(alone + ",readonly=on,rom=off");
  }
}
