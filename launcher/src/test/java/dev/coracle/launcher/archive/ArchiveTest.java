package dev.coracle.launcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir private Path directory;
  private Path file;
  private Path target;
  private final byte[] content = new byte[3 << 20];

  @BeforeEach
  void prepare() throws IOException {
    file = directory.resolve("one.coracle");
    target = Files.createDirectory(directory.resolve("target"));
    new Random(1).nextBytes(content);
  }

  private void write() throws Exception {
    var source = Files.write(directory.resolve("source"), content);
    try (var writer = ArchiveWriter.to(file)) {
      writer.add(Map.of("keys/a", source), false, (done, total) -> {});
      writer.add(Map.of("vm/disk", source), true, (done, total) -> {});
      writer.finish(new JsonObject().put("name", "one"), ArchiveTest::seal);
    }
  }

  private static String seal(byte[] text) {
    return String.valueOf(Arrays.hashCode(text));
  }

  private void extract(String prefix) throws Exception {
    try (var reader = ArchiveReader.open(file)) {
      reader.extract(prefix, (name, size) -> true, target, (done, total) -> {});
    }
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    write();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("one.coracle.tmp")).doesNotExist();
    try (var reader = ArchiveReader.open(file)) {
      assertThat(reader.about().text("name")).isEqualTo("one");
      assertThat(reader.bytes()).isEqualTo(2L * content.length);
      assertThat(reader.isSealed(ArchiveTest::seal)).isTrue();
      assertThat(reader.isSealed(text -> "other")).isFalse();
      var progress = new ArrayList<Long>();
      reader.extract("vm/", (name, size) -> true, target, (done, total) -> progress.add(done));
      assertThat(progress).isSorted().endsWith((long) content.length);
    }
    assertThat(Files.readAllBytes(target.resolve("disk"))).isEqualTo(content);
    assertThat(target.resolve("a")).doesNotExist();
  }

  @Test
  void unfinishedOneLeavesWhatWasThere() throws Exception {
    Files.writeString(file, "mine");
    try (var _ = ArchiveWriter.to(file)) {
      assertThat(directory.resolve("one.coracle.tmp")).exists();
    }
    assertThat(directory.resolve("one.coracle.tmp")).doesNotExist();
    assertThat(file).hasContent("mine");
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaid() throws Exception {
    assertProblem("OUTPUT_NOT_WRITTEN", () -> ArchiveWriter.to(directory).close());
    assertProblem("OUTPUT_NOT_WRITTEN", () -> ArchiveWriter.to(Path.of("/nowhere/x")).close());
    try (var _ = ArchiveWriter.to(file)) {
      assertProblem("OUTPUT_NOT_WRITTEN", () -> ArchiveWriter.to(file).close());
    }
  }

  @Test
  void truncatedOneIsBroken() throws Exception {
    write();
    for (long size : List.of(0L, 10L, Files.size(file) / 2, Files.size(file) - 1)) {
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(size);
      }
      assertProblem("EXPORT_BROKEN", () -> ArchiveReader.open(file).close());
      write();
    }
    Files.delete(file);
    assertProblem("EXPORT_BROKEN", () -> ArchiveReader.open(file).close());
  }

  /** Unless it is one that ZIP keeps twice or needs for nothing: then what is read is right. */
  @Test
  void byteThatIsAnotherIsNoticed() throws Exception {
    write();
    var whole = Files.readAllBytes(file);
    var random = new Random(2);
    for (int time = 0; time < 60; time++) {
      var damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= 0x10;
      Files.write(file, damaged);
      try {
        extract("keys/");
        extract("vm/");
        assertThat(Files.readAllBytes(target.resolve("disk"))).isEqualTo(content);
      } catch (ProblemException e) {
        assertThat(e).hasMessageStartingWith("EXPORT_BROKEN");
      } finally {
        Files.deleteIfExists(target.resolve("a"));
        Files.deleteIfExists(target.resolve("disk"));
      }
    }
  }

  @Test
  void namesLeadNowhere() throws Exception {
    for (var name :
        List.of("vm/../x", "vm//etc/x", "vm/a/b", "vm/", "vm/.x", "vm/..", "vm/a\\b", "vm/a\nb")) {
      forge(name, 1, false);
      assertProblem("EXPORT_BROKEN", () -> extract("vm/"));
      assertThat(target).isEmptyDirectory();
    }
  }

  @Test
  void onlyWhatIsWantedIsWritten() throws Exception {
    write();
    try (var reader = ArchiveReader.open(file)) {
      assertProblem(
          "EXPORT_BROKEN",
          () -> reader.extract("vm/", (name, size) -> size < 10, target, (done, total) -> {}));
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void moreThanItSaysIsBroken() throws Exception {
    forge("vm/a", 0, false);
    assertProblem("EXPORT_BROKEN", () -> extract("vm/"));
    Files.deleteIfExists(target.resolve("a"));
    forge("vm/a", 1, true);
    assertProblem("EXPORT_BROKEN", () -> extract("vm/"));
    forge("vm/a", -1, false);
    assertProblem("EXPORT_BROKEN", () -> extract("vm/"));
  }

  /** One byte under a name, said to be of a size. */
  private void forge(String name, int size, boolean more) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write('x');
      zip.closeEntry();
      if (more) {
        zip.putNextEntry(new ZipEntry("vm/more"));
        zip.closeEntry();
      }
      var about = new JsonObject().put("version", 1);
      about.put(
          "files",
          List.of(
              Map.of(
                  "name", name,
                  "size", size,
                  "sha256", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")));
      zip.putNextEntry(new ZipEntry("coracle.json"));
      zip.write(about.toBytes());
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("seal"));
      zip.write("seal".getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
    }
  }

  @Test
  void newerFormIsRefused() throws Exception {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("coracle.json"));
      zip.write("{\"version\":2}".getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
    }
    assertProblem("FILE_FROM_NEWER_VERSION", () -> ArchiveReader.open(file).close());
  }

  private static void assertProblem(String code, ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
