package dev.coracle.launcher.configdisk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An ISO 9660 file system (ECMA-119, interchange level 2) with one file, as a pure function. */
final class IsoImage {
  private static final int SECTOR = 2048;
  private static final int DESCRIPTOR = 16;
  private static final int TERMINATOR = 17;
  private static final int PATH_TABLE_LITTLE_ENDIAN = 18;
  private static final int PATH_TABLE_BIG_ENDIAN = 19;
  private static final int ROOT = 20;
  private static final int FILE = 21;
  private static final int PATH_TABLE_SIZE = 10;
  private static final int DIRECTORY_FLAG = 2;
  private static final byte[] SELF = {0};
  private static final byte[] PARENT = {1};

  /** 2000-01-01: the same content gives the same bytes. */
  private static final byte[] DATE = {100, 1, 1, 0, 0, 0, 0};

  private static final String NO_DATE = "0".repeat(16) + '\0';

  private final ByteBuffer out;

  private IsoImage(int sectors) {
    out = ByteBuffer.allocate(sectors * SECTOR);
  }

  /**
   * @param fileName of letters, digits and one dot; Linux shows it in lower case
   */
  static byte[] of(String volumeId, String fileName, byte[] content) {
    var sectors = FILE + (content.length + SECTOR - 1) / SECTOR;
    var image = new IsoImage(sectors);
    image.volumeDescriptor(volumeId, sectors);
    image.at(TERMINATOR).put((byte) 255).put(ascii("CD001")).put((byte) 1);
    image.pathTable(PATH_TABLE_LITTLE_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    image.pathTable(PATH_TABLE_BIG_ENDIAN, ByteOrder.BIG_ENDIAN);
    image.at(ROOT);
    image.record(SELF, ROOT, SECTOR, DIRECTORY_FLAG);
    image.record(PARENT, ROOT, SECTOR, DIRECTORY_FLAG);
    var name = ascii(fileName.toUpperCase(Locale.ROOT) + ";1");
    image.record(name, FILE, content.length, 0);
    image.at(FILE).put(content);
    return image.out.array();
  }

  private void volumeDescriptor(String volumeId, int sectors) {
    at(DESCRIPTOR).put((byte) 1).put(ascii("CD001")).put((byte) 1).put((byte) 0);
    text("", 32).text(volumeId, 32).zeros(8).both32(sectors).zeros(32);
    both16(1).both16(1).both16(SECTOR).both32(PATH_TABLE_SIZE);
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(PATH_TABLE_LITTLE_ENDIAN).putInt(0);
    out.order(ByteOrder.BIG_ENDIAN).putInt(PATH_TABLE_BIG_ENDIAN).putInt(0);
    record(SELF, ROOT, SECTOR, DIRECTORY_FLAG);
    text("", 4 * 128).text("", 3 * 37);
    for (var date = 0; date < 4; date++) {
      text(NO_DATE, 17);
    }
    out.put((byte) 1);
  }

  private void pathTable(int sector, ByteOrder order) {
    at(sector).put((byte) 1).put((byte) 0);
    out.order(order).putInt(ROOT).putShort((short) 1).put(SELF);
  }

  private void record(byte[] name, int sector, int size, int flags) {
    var length = 33 + name.length + (name.length + 1) % 2;
    var end = out.position() + length;
    out.put((byte) length).put((byte) 0);
    both32(sector).both32(size);
    out.put(DATE).put((byte) flags).putShort((short) 0);
    both16(1);
    out.put((byte) name.length).put(name).position(end);
  }

  private ByteBuffer at(int sector) {
    return out.position(sector * SECTOR);
  }

  private IsoImage text(String text, int length) {
    out.put(ascii(text + " ".repeat(length - text.length())));
    return this;
  }

  private IsoImage zeros(int count) {
    out.position(out.position() + count);
    return this;
  }

  /** Numbers are written in both byte orders, one after the other. */
  private IsoImage both16(int value) {
    out.order(ByteOrder.LITTLE_ENDIAN).putShort((short) value);
    out.order(ByteOrder.BIG_ENDIAN).putShort((short) value);
    return this;
  }

  private IsoImage both32(int value) {
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    out.order(ByteOrder.BIG_ENDIAN).putInt(value);
    return this;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
