package dev.coracle.launcher.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What files take on disk, which for those with holes is less than their size. */
public final class DiskUsage {
  private static final int KIBIBYTES = 1024;

  private DiskUsage() {}

  /** Of directories with all in them; those that are not there take nothing. */
  public static long mebibytes(Path... directories) throws InterruptedException {
    var there = Stream.of(directories).filter(Files::isDirectory).toList();
    if (there.isEmpty()) {
      return 0;
    }
    return measured(there).orElseGet(() -> there.stream().mapToLong(DiskUsage::sizes).sum() >> 10)
        / KIBIBYTES;
  }

  /** In KiB, by the system's own program, for Java does not tell; empty where there is none. */
  private static OptionalLong measured(List<Path> directories) throws InterruptedException {
    var command = new ArrayList<>(List.of("du", "-skc"));
    directories.forEach(directory -> command.add(directory.toString()));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var lines = process.inputReader().readAllAsString().lines().toList();
      return process.waitFor() == 0 && !lines.isEmpty()
          ? OptionalLong.of(Long.parseLong(lines.getLast().replaceAll("\\D.*", "")))
          : OptionalLong.empty();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static long sizes(Path directory) {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
