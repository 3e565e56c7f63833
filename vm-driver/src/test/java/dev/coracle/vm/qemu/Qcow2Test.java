package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Qcow2Test {
  private static final long SIZE = 20L << 30;
  private static final String BACKING = "../.layers/a.qcow2";
  private static final int FIRST_TABLE = 3 << 16;

  @TempDir private Path directory;

  @Test
  void overlayIsReadAsItWasMade() throws IOException {
    Path image = Files.write(directory.resolve("disk"), Qcow2.overlay(BACKING, SIZE));
    assertThat(Qcow2.read(image)).isEqualTo(new Qcow2(Optional.of(BACKING), SIZE, true));
  }

  @Test
  void whatHasAnEntryIsNotEmpty() throws IOException {
    byte[] bytes = Qcow2.overlay(BACKING, SIZE);
    bytes[FIRST_TABLE + 39 * Long.BYTES] = 1;
    assertThat(Qcow2.read(Files.write(directory.resolve("disk"), bytes)).empty()).isFalse();
    bytes[FIRST_TABLE + 39 * Long.BYTES] = 0;
    bytes[FIRST_TABLE + 40 * Long.BYTES] = 1;
    assertThat(Qcow2.read(Files.write(directory.resolve("disk"), bytes)).empty()).isTrue();
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "x".repeat(200));
    assertThatThrownBy(() -> Qcow2.read(text)).hasMessageContaining("is no disk image");
    Path half = Files.write(directory.resolve("half"), new byte[50]);
    assertThatThrownBy(() -> Qcow2.read(half)).hasMessageContaining("is damaged");
  }

  @Test
  void imageThatNamesAnotherOrIsOfAnotherSizeIsNotAlone() throws IOException {
    byte[] bytes = Qcow2.overlay(BACKING, SIZE);
    assertThatThrownBy(() -> requireAlone(bytes, SIZE)).isInstanceOf(IOException.class);
    ByteBuffer image = ByteBuffer.wrap(bytes).putLong(8, 0);
    requireAlone(bytes, SIZE);
    assertThatThrownBy(() -> requireAlone(bytes, SIZE + 1)).isInstanceOf(IOException.class);
    image.putLong(72, 1 << 3);
    requireAlone(bytes, SIZE);
    long dataInAnotherFile = 1 << 2;
    image.putLong(72, dataInAnotherFile);
    assertThatThrownBy(() -> requireAlone(bytes, SIZE)).isInstanceOf(IOException.class);
    image.putLong(72, 0).putInt(32, 1);
    assertThatThrownBy(() -> requireAlone(bytes, SIZE)).isInstanceOf(IOException.class);
    image.putInt(32, 0).putInt(60, 1);
    assertThatThrownBy(() -> requireAlone(bytes, SIZE)).isInstanceOf(IOException.class);
  }

  private void requireAlone(byte[] image, long size) throws IOException {
    Qcow2.requireAlone(Files.write(directory.resolve("disk"), image), size);
  }

  @Test
  void sizeHasALimit() {
    assertThatThrownBy(() -> Qcow2.overlay(BACKING, 5L << 40))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
