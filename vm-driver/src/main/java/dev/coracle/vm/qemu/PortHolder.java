package dev.coracle.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds who has a port open, as far as this user may know: Linux shows only one's own sockets. */
final class PortHolder {
  private static final String TCP_LISTENING = "0A";

  private PortHolder() {}

  /**
   * The end of a sentence that says that the address is taken.
   *
   * @param address {@code tcp/127.0.0.1:8443}
   * @return {@code , held by NAME (process N)}, or nothing
   */
  static String of(String address) {
    int slash = address.indexOf('/');
    int colon = address.lastIndexOf(':');
    if (slash < 0 || colon < slash) {
      return "";
    }
    try {
      Set<String> inodes =
          inodes(address.substring(0, slash), Integer.parseInt(address.substring(colon + 1)));
      return holder(inodes)
          .map(pid -> ", held by %s (process %s)".formatted(programOf(pid), pid))
          .orElse("");
    } catch (IOException | UncheckedIOException | NumberFormatException unknown) {
      return "";
    }
  }

  private static Set<String> inodes(String protocol, int port) throws IOException {
    String suffix = ":%04X".formatted(port);
    Set<String> inodes = new HashSet<>();
    for (String version : List.of("", "6")) {
      Path table = Path.of("/proc/net", protocol + version);
      for (String line : Files.exists(table) ? Files.readAllLines(table) : List.<String>of()) {
        String[] fields = line.strip().split("\\s+", -1);
        boolean bound = protocol.equals("udp") || fields[3].equals(TCP_LISTENING);
        if (bound && fields[1].endsWith(suffix)) {
          inodes.add(fields[9]);
        }
      }
    }
    return inodes;
  }

  private static Optional<String> holder(Set<String> inodes) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, inodes)) {
          return Optional.of(process.getFileName().toString());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> inodes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")
            && inodes.contains(target.substring("socket:[".length(), target.length() - 1))) {
          return true;
        }
      }
      return false;
    } catch (IOException notOurs) {
      return false;
    }
  }

  private static String programOf(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "comm")).strip();
    } catch (IOException gone) {
      return "a program";
    }
  }
}
