package dev.coracle.launcher.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 of files. */
final class Digest {
  private static final int CHUNK = 1 << 20;

  private Digest() {}

  /**
   * @param progress told the number of bytes read
   */
  static String sha256(Path file, LongConsumer progress) throws IOException {
    var digest = newDigest();
    var buffer = ByteBuffer.allocate(CHUNK);
    long read = 0;
    try (var channel = FileChannel.open(file)) {
      for (int count; (count = channel.read(buffer)) >= 0; ) {
        digest.update(buffer.flip());
        buffer.clear();
        read += count;
        progress.accept(read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
