package dev.coracle.launcher.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tar of container images in the layout of OCI. */
public final class ImageArchive {
  private static final String INDEX = "index.json";
  private static final String NAME = "io.containerd.image.name";

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int MAX_INDEX = 1 << 20;

  private ImageArchive() {}

  /**
   * Which images are in it: their digests by their names. Reads the table of contents only.
   *
   * @throws ProblemException {@code IMAGE_REFUSED}
   */
  public static Map<String, String> digests(Path archive) {
    try (var file = FileChannel.open(archive)) {
      var digests = new LinkedHashMap<String, String>();
      for (var image : index(file).objects("manifests")) {
        digests.put(image.object("annotations").text(NAME), image.text("digest"));
      }
      return digests;
    } catch (IOException | JsonException | IllegalArgumentException e) {
      throw new ProblemException(
          LauncherError.IMAGE_REFUSED, archive + " is no archive of images: " + e.getMessage(), e);
    }
  }

  private static JsonObject index(FileChannel file) throws IOException {
    while (true) {
      var header = read(file, BLOCK);
      if (header[0] == 0) {
        throw new EOFException("it has no " + INDEX);
      }
      long size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH), 8);
      if (text(header, 0, NAME_LENGTH).equals(INDEX)) {
        if (size > MAX_INDEX) {
          throw new IOException("its " + INDEX + " is too large");
        }
        return JsonObject.parse(read(file, (int) size));
      }
      file.position(file.position() + (size + BLOCK - 1) / BLOCK * BLOCK);
    }
  }

  private static byte[] read(FileChannel file, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw new EOFException("it has no " + INDEX);
      }
    }
    return buffer.array();
  }

  /** A field of a header, which ends with a zero or a space. */
  private static String text(byte[] header, int at, int length) {
    var text = new String(header, at, length, US_ASCII);
    int end = 0;
    while (end < length && text.charAt(end) != 0 && text.charAt(end) != ' ') {
      end++;
    }
    return text.substring(0, end);
  }
}
