package dev.coracle.launcher.archive;

import static java.util.Objects.requireNonNull;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.files.WriteFailure;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an archive, a ZIP file, which only its owner may read. It has its name once it is whole
 * and on the disk; until then what there is of it has {@code .tmp} behind that.
 */
public final class ArchiveWriter implements AutoCloseable {
  static final String MANIFEST = "coracle.json";
  static final String SEAL = "seal";
  static final int VERSION = 1;

  private static final int CHUNK = 1 << 20;
  private static final boolean POSIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private final ZipOutputStream zip;
  private final List<Map<String, Object>> files = new ArrayList<>();
  private boolean finished;

  private ArchiveWriter(Path file, Path draft, FileChannel channel) {
    this.file = file;
    this.draft = draft;
    this.channel = channel;
    this.zip = new ZipOutputStream(Channels.newOutputStream(channel));
  }

  /**
   * Begins one.
   *
   * @param file what was there under this name stays until the new one is finished
   * @throws ProblemException {@code OUTPUT_NOT_WRITTEN}
   */
  public static ArchiveWriter to(Path file) {
    var target = file.toAbsolutePath().normalize();
    var draft = target.resolveSibling(target.getFileName() + ".tmp");
    if (Files.isDirectory(target)) {
      throw new ProblemException(LauncherError.OUTPUT_NOT_WRITTEN, target + " is a directory.");
    }
    try {
      var channel = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw new OverlappingFileLockException();
        }
        if (POSIX) {
          Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        channel.truncate(0);
        return new ArchiveWriter(target, draft, channel);
      } catch (IOException | OverlappingFileLockException e) {
        channel.close();
        throw e;
      }
    } catch (OverlappingFileLockException e) {
      throw new ProblemException(
          LauncherError.OUTPUT_NOT_WRITTEN, draft + " is being written by another command.", e);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.OUTPUT_NOT_WRITTEN, draft + " could not be written: " + e, e);
    }
  }

  /**
   * Adds files, by the names that they have in the archive.
   *
   * @param compressed whether they are already
   */
  public void add(Map<String, Path> all, boolean compressed, Progress progress)
      throws InterruptedException {
    try {
      long total = 0;
      for (var content : all.values()) {
        total += Files.size(content);
      }
      long done = 0;
      for (var entry : all.entrySet()) {
        long before = done;
        long size = total;
        done +=
            add(
                entry.getKey(),
                entry.getValue(),
                compressed,
                read -> progress.of(before + read, size));
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private interface Read {
    void bytes(long count);
  }

  private long add(String name, Path content, boolean compressed, Read progress)
      throws IOException {
    zip.setLevel(compressed ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
    zip.putNextEntry(new ZipEntry(name));
    var sha256 = Sha256.begin();
    long size = 0;
    try (var in = Files.newInputStream(content)) {
      var chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        sha256.update(chunk, 0, count);
        zip.write(chunk, 0, count);
        size += count;
        progress.bytes(size);
      }
    }
    zip.closeEntry();
    var about = new LinkedHashMap<String, Object>();
    about.put("name", name);
    about.put("size", size);
    about.put("sha256", Sha256.end(sha256));
    files.add(about);
    return size;
  }

  /**
   * Ends it. Durable when it returns.
   *
   * @param about what the archive is of
   * @param seal proves who made it, of all that it holds
   */
  public void finish(JsonObject about, Function<byte[], String> seal) throws InterruptedException {
    about.put("version", VERSION);
    about.put("files", files);
    var manifest = about.toBytes();
    try {
      text(MANIFEST, manifest);
      text(SEAL, seal.apply(manifest).getBytes(StandardCharsets.US_ASCII));
      zip.finish();
      channel.force(true);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      AtomicFile.force(requireNonNull(file.getParent()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void text(String name, byte[] content) throws IOException {
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private ProblemException failed(IOException e) throws InterruptedException {
    if (e instanceof ClosedByInterruptException && Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    }
    return WriteFailure.of(
        requireNonNull(file.getParent()),
        file.toString(),
        CHUNK,
        LauncherError.OUTPUT_NOT_WRITTEN,
        e);
  }

  /** Leaves nothing of one that was not finished. */
  @Override
  public void close() {
    try (channel) {
      if (!finished) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.OUTPUT_NOT_WRITTEN, draft + " could not be removed: " + e, e);
    }
  }
}
