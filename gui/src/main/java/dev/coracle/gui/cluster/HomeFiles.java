package dev.coracle.gui.cluster;

import dev.coracle.launcher.store.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells whether a command has changed anything of a home, by the times of its files; cheap enough
 * to be asked some times a second, and the same on every system.
 */
final class HomeFiles {
  /** Clusters and their files, machines and theirs: no deeper. */
  private static final int DEPTH = 2;

  private final Home home;
  private Map<Path, Long> seen = Map.of();

  HomeFiles(Home home) {
    this.home = home;
  }

  /** Since the last call; the first one says yes. */
  boolean haveChanged() {
    var now = new TreeMap<Path, Long>();
    for (var part : new String[] {"clusters", "vms", "locks", "config", "trash"}) {
      addTimes(home.directory().resolve(part), now);
    }
    boolean changed = !now.equals(seen);
    seen = now;
    return changed;
  }

  private static void addTimes(Path directory, Map<Path, Long> times) {
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      files.forEach(file -> times.put(file, lastModified(file)));
    } catch (IOException | UncheckedIOException e) {
      // It is not there, or goes while it is read: the next look tells.
      times.put(directory, 0L);
    }
  }

  private static long lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
