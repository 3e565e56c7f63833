package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A machine's directory and its data disk. */
record Disks(HostProcesses processes, QemuHosts hosts) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration CONVERSION_LIMIT = Duration.ofHours(2);

  static List<String> createArguments(Path program, Path disk, int sizeMiB) {
    return List.of(
        program.toString(), "create", "-q", "-f", "qcow2", disk.toString(), sizeMiB + "M");
  }

  static List<String> growArguments(Path program, Path disk, int sizeMiB) {
    return List.of(
        program.toString(), "resize", "-q", "-f", "qcow2", disk.toString(), sizeMiB + "M");
  }

  /**
   * @throws ProblemException {@link VmError#DRIVER_UNSUPPORTED}
   */
  static void requireSupported(VmSpec spec) {
    if (!spec.folders().isEmpty()) {
      throw new ProblemException(VmError.DRIVER_UNSUPPORTED, "this driver cannot share folders");
    }
  }

  /** The machine's directory, with nothing of what an earlier one may have left. */
  void makeDirectory(VmFiles files) throws IOException {
    removeAll(files);
    Files.createDirectories(
        files.directory(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  void create(VmFiles files, int sizeMiB) throws IOException, InterruptedException {
    makeDirectory(files);
    run(createArguments(imageProgram(), files.dataDisk(), sizeMiB), files);
    DurableFile.sync(files.dataDisk());
  }

  /**
   * @throws ProblemException {@link VmError#DRIVER_UNSUPPORTED}
   */
  static void requireNoShrinking(VmSpec from, VmSpec to) {
    if (to.diskMiB() < from.diskMiB()) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED,
          "the disk has %d MiB and cannot shrink to %d MiB"
              .formatted(from.diskMiB(), to.diskMiB()));
    }
  }

  /** Does nothing if the size is the same. */
  void grow(VmFiles files, int fromMiB, int toMiB) throws IOException, InterruptedException {
    if (toMiB > fromMiB) {
      run(growArguments(imageProgram(), files.dataDisk(), toMiB), files);
      DurableFile.sync(files.dataDisk());
    }
  }

  /** Makes one compressed image of an image and all that it is made upon; holes stay holes. */
  void compress(String format, Path image, Path compressed)
      throws IOException, InterruptedException {
    convert(compressArguments(imageProgram(), format, image, compressed), compressed);
  }

  static List<String> compressArguments(Path program, String format, Path image, Path compressed) {
    return List.of(
        program.toString(),
        "convert",
        "-q",
        "-c",
        "-m",
        "4",
        "-W",
        "-f",
        format,
        "-O",
        "qcow2",
        "-o",
        "compression_type=zstd",
        image.toString(),
        compressed.toString());
  }

  /** The reverse, synced. */
  void expand(Path compressed, String format, Path image) throws IOException, InterruptedException {
    convert(expandArguments(imageProgram(), compressed, format, image), image);
    DurableFile.sync(image);
  }

  static List<String> expandArguments(Path program, Path compressed, String format, Path image) {
    return List.of(
        program.toString(),
        "convert",
        "-q",
        "-f",
        "qcow2",
        "-O",
        format,
        compressed.toString(),
        image.toString());
  }

  /** Nobody but its owner may read what comes of it, whatever the program makes of that. */
  private void convert(List<String> command, Path result) throws IOException, InterruptedException {
    run(command, result.toAbsolutePath().resolveSibling(""), CONVERSION_LIMIT);
    Files.setPosixFilePermissions(result, PosixFilePermissions.fromString("rw-------"));
  }

  /** Where a file is not a hole, and nothing but zero. */
  List<ThinMemory.Extent> data(Path file) throws IOException, InterruptedException {
    return extents(run(dataArguments(imageProgram(), file), Path.of("/"), LIMIT));
  }

  static List<String> dataArguments(Path program, Path file) {
    return List.of(program.toString(), "map", "-U", "-f", "raw", "--output=human", file.toString());
  }

  /** A table: where it begins, how long it is, and the same of the file. */
  static List<ThinMemory.Extent> extents(String table) {
    return table
        .lines()
        .skip(1)
        .map(line -> line.split("\\s+", 3))
        .map(it -> new ThinMemory.Extent(Long.decode(it[0]), Long.decode(it[1])))
        .toList();
  }

  /** What files, and directories with all in them, take on disk, rounded up. */
  long mebibytes(Path... all) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "du", "-skc"));
    Stream.of(all).map(Path::toString).forEach(command::add);
    List<String> lines = run(command, Path.of("/"), LIMIT).lines().toList();
    return Math.ceilDiv(Long.parseLong(lines.getLast().replaceAll("\\D.*", "")), 1024L);
  }

  /** The definition goes last, so that what is left of an interrupted removal is still found. */
  void removeAll(VmFiles files) throws IOException {
    List<Path> all = tree(files.directory());
    if (all.remove(files.definition())) {
      all.add(all.size() - 1, files.definition());
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  static void removeTree(Path directory) throws IOException {
    for (Path path : tree(directory)) {
      Files.deleteIfExists(path);
    }
  }

  /** What is in a directory, each before what it is in; empty if it is not there. */
  private static List<Path> tree(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        tree.sorted(Comparator.reverseOrder()).forEach(all::add);
      }
    }
    return all;
  }

  private Path imageProgram() throws InterruptedException {
    return hosts.inspect().host().imageProgram();
  }

  private void run(List<String> command, VmFiles files) throws IOException, InterruptedException {
    run(command, files.directory(), LIMIT);
  }

  private String run(List<String> command, Path directory, Duration limit)
      throws IOException, InterruptedException {
    return switch (processes.run(new HostCommand(command, directory, limit))) {
      case Outcome.Exited(int code, String output, _) when code == 0 -> output;
      case Outcome.Exited(_, _, String errors) -> throw new IOException(KvmProbe.lastLine(errors));
      case Outcome.TimedOut _ -> throw new IOException(command.getFirst() + " hangs");
      case Outcome.NotStarted(String reason) -> throw new IOException(reason);
    };
  }
}
