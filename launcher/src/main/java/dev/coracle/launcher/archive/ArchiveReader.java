package dev.coracle.launcher.archive;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.WriteFailure;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads an archive that may come from anybody: nothing in it is believed before it is checked. */
public final class ArchiveReader implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final int MANIFEST_AT_MOST = 4 << 20;
  private static final int SEAL_AT_MOST = 1 << 10;

  private record Content(long size, String sha256) {}

  private final Path file;
  private final ZipFile zip;
  private final byte[] manifest;
  private final JsonObject about;
  private final Map<String, Content> files;

  private ArchiveReader(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.manifest = text(ArchiveWriter.MANIFEST, MANIFEST_AT_MOST);
    this.about = JsonObject.parse(manifest);
    this.files = files();
  }

  /**
   * Opens one and reads what it is of.
   *
   * @throws ProblemException {@code EXPORT_BROKEN}, {@code FILE_FROM_NEWER_VERSION}
   */
  public static ArchiveReader open(Path file) {
    try {
      var zip = new ZipFile(file.toFile());
      try {
        return new ArchiveReader(file, zip);
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw broken(file, "it is no export, or not all of it: " + e.getMessage(), e);
    } catch (JsonException | IllegalArgumentException e) {
      throw broken(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw broken(file, e.toString(), e);
    }
  }

  /** What the archive is of. */
  public JsonObject about() {
    return about;
  }

  /** Whether the seal is that of all that it holds. */
  public boolean isSealed(Function<byte[], String> seal) {
    try {
      var found = text(ArchiveWriter.SEAL, SEAL_AT_MOST);
      return MessageDigest.isEqual(found, seal.apply(manifest).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** What all files take that are in it. */
  public long bytes() {
    return files.values().stream().mapToLong(Content::size).sum();
  }

  /** The problem that it is. */
  public ProblemException broken(String why, Throwable cause) {
    return broken(file, why, cause);
  }

  private static ProblemException broken(Path file, String why, Throwable cause) {
    return new ProblemException(
        VmError.EXPORT_BROKEN, file + " cannot be used: " + why + ".", cause);
  }

  /**
   * Writes all that is in it and of the names wanted into one directory, each checked as it is
   * written. After a failure some of it is there.
   *
   * @param prefix of the names in the archive, which the files lose
   * @param wanted says of such a name, less the prefix, and a size whether there can be one
   * @throws ProblemException {@code EXPORT_BROKEN} also for a name that is not wanted
   */
  public void extract(
      String prefix, BiPredicate<String, Long> wanted, Path directory, Progress progress)
      throws InterruptedException {
    var all = new LinkedHashMap<String, Content>();
    files.forEach((name, content) -> {
      if (name.startsWith(prefix)) {
        all.put(name.substring(prefix.length()), content);
      }
    });
    long total = all.values().stream().mapToLong(Content::size).sum();
    long done = 0;
    for (var entry : all.entrySet()) {
      var name = entry.getKey();
      var content = entry.getValue();
      if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}")
          || !wanted.test(name, content.size())) {
        throw broken("it holds \"" + name + "\"", new IllegalArgumentException(name));
      }
      long before = done;
      write(
          prefix + name,
          content,
          directory.resolve(name),
          read -> progress.of(before + read, total));
      done += content.size();
    }
  }

  private interface Written {
    void bytes(long count);
  }

  private void write(String name, Content content, Path target, Written progress)
      throws InterruptedException {
    var sha256 = Sha256.begin();
    long size = 0;
    try (var in = zip.getInputStream(entry(name));
        var out =
            Files.newOutputStream(
                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var chunk = new byte[CHUNK];
      for (int count = read(in, chunk); count >= 0; count = read(in, chunk)) {
        size += count;
        if (size > content.size()) {
          break;
        }
        sha256.update(chunk, 0, count);
        out.write(chunk, 0, count);
        progress.bytes(size);
      }
    } catch (ZipException e) {
      throw broken(name + " is damaged: " + e.getMessage(), e);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (IOException e) {
      throw WriteFailure.of(
          target.resolveSibling(""),
          target.toString(),
          content.size() - size,
          LauncherError.FILE_WRITE_FAILED,
          e);
    }
    if (size != content.size() || !Sha256.end(sha256).equals(content.sha256())) {
      throw broken(name + " is damaged", new ZipException(name));
    }
  }

  /** Whatever goes wrong with what is read is the archive's fault, not that of what is written. */
  private static int read(InputStream in, byte[] chunk) throws ZipException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw (ZipException) new ZipException(String.valueOf(e.getMessage())).initCause(e);
    }
  }

  private ZipEntry entry(String name) throws ZipException {
    return Optional.ofNullable(zip.getEntry(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
  }

  /** What is in it is what it says that is, each once, and no more. */
  private Map<String, Content> files() {
    int version = about.integer("version");
    if (version > ArchiveWriter.VERSION) {
      throw new ProblemException(
          LauncherError.FILE_FROM_NEWER_VERSION,
          file + " has form " + version + ", this Coracle knows " + ArchiveWriter.VERSION + ".");
    }
    var all = new LinkedHashMap<String, Content>();
    for (var one : about.objects("files")) {
      var content = new Content(one.longInteger("size"), one.text("sha256"));
      if (content.size() < 0 || all.put(one.text("name"), content) != null) {
        throw new IllegalArgumentException("it lists " + one.text("name") + " wrongly");
      }
    }
    Set<String> found = new HashSet<>();
    for (var entries = zip.entries(); entries.hasMoreElements(); ) {
      found.add(entries.nextElement().getName());
    }
    var expected = new HashSet<>(all.keySet());
    expected.add(ArchiveWriter.MANIFEST);
    expected.add(ArchiveWriter.SEAL);
    if (!found.equals(expected) || zip.size() != expected.size()) {
      throw new IllegalArgumentException("it does not hold what it says");
    }
    return all;
  }

  private byte[] text(String name, int atMost) throws IOException {
    var entry = entry(name);
    try (var in = zip.getInputStream(entry)) {
      var content = in.readNBytes(atMost + 1);
      var crc = new CRC32();
      crc.update(content);
      if (content.length > atMost || crc.getValue() != entry.getCrc()) {
        throw new ZipException(name + " is damaged");
      }
      return content;
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw broken(file, e.toString(), e);
    }
  }
}
