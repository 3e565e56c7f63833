package dev.coracle.launcher.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.launcher.files.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Texts in one zip file, of which nothing is kept that a redactor takes out. */
public final class Bundle {
  private final Redactor redactor;
  private final Map<String, String> texts = new LinkedHashMap<>();

  public Bundle(Redactor redactor) {
    this.redactor = redactor;
  }

  /**
   * @param name of the file in the zip file; may hold a path too
   */
  public void add(String name, String text) {
    texts.put(redactor.redact(name), redactor.redact(text));
  }

  /**
   * Only its owner may read it.
   *
   * @throws dev.coracle.errors.ProblemException {@code FILE_WRITE_FAILED}, {@code HOST_DISK_FULL};
   *     what was there is untouched
   */
  public void write(Path file) {
    AtomicFile.writePrivate(file, zipped());
  }

  private byte[] zipped() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      for (var text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(text.getKey()));
        zip.write(text.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      // There is no file yet.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
