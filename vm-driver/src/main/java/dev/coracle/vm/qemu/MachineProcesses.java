package dev.coracle.vm.qemu;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the processes of machines by their own command lines. A process ID on file is never
 * trusted: the number may be another's by now.
 *
 * @param proc {@code /proc}
 */
record MachineProcesses(Path proc) {
  /** The running processes that were started with this {@code -pidfile}. */
  List<ProcessHandle> with(Path pidFile) {
    List<ProcessHandle> found = new ArrayList<>();
    for (long pid : pids()) {
      // The handle denotes the process that has the ID now; only then its command line is looked at
      if (isOf(pid, pidFile)) {
        ProcessHandle.of(pid).filter(handle -> isOf(pid, pidFile)).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * Whether it still runs. One that ends loses its command line before its files and sockets, so
   * that does not tell; one that is over, but that nobody has fetched, is a zombie without further
   * threads.
   */
  boolean runs(ProcessHandle process) {
    return process.isAlive() && !(isZombie(process.pid()) && threads(process.pid()) <= 1);
  }

  private boolean isZombie(long pid) {
    try {
      String stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
      // PID (NAME) STATE ..., and the name may hold anything
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return true;
    }
  }

  private int threads(long pid) {
    String[] threads = proc.resolve(Long.toString(pid)).resolve("task").toFile().list();
    return threads == null ? 0 : threads.length;
  }

  /** The {@code -pidfile} of every process that has one below this directory. */
  List<Path> pidFilesBelow(Path directory) {
    List<Path> found = new ArrayList<>();
    for (long pid : pids()) {
      Optional<Path> file = pidFile(pid);
      if (file.isPresent() && file.get().startsWith(directory)) {
        found.add(file.get());
      }
    }
    return found;
  }

  private boolean isOf(long pid, Path pidFile) {
    return pidFile(pid).equals(Optional.of(pidFile));
  }

  /** The program and its arguments; empty if it is gone. */
  List<String> commandLine(ProcessHandle process) {
    List<String> ended = commandLine(process.pid());
    return ended.subList(0, Math.max(0, ended.size() - 1));
  }

  private Optional<Path> pidFile(long pid) {
    List<String> arguments = commandLine(pid);
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("-pidfile") && arguments.get(i + 1).startsWith("/")) {
        return Optional.of(Path.of(arguments.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  /** Each argument ends with a zero, so the last of these is empty. */
  private List<String> commandLine(long pid) {
    // Not by a channel: an interrupted thread cannot read one, and would take the process for gone.
    File file = proc.resolve(Long.toString(pid)).resolve("cmdline").toFile();
    try (InputStream content = new FileInputStream(file)) {
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.split("\0", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** Every state that is asked for looks at them: a glob or a lambda would be half of its cost. */
  private List<Long> pids() {
    String[] entries = proc.toFile().list();
    if (entries == null) {
      throw new IllegalStateException("cannot list processes in " + proc);
    }
    List<Long> pids = new ArrayList<>();
    for (String entry : entries) {
      if (Character.isDigit(entry.charAt(0))) {
        pids.add(Long.valueOf(entry));
      }
    }
    return pids;
  }
}
