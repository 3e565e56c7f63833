package dev.coracle.addons;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The addons there are: each folder with an addon.yaml in one of some directories. */
public final class AddonCatalog {
  private final List<Path> directories;

  /**
   * @param directories any may be absent; what is in an earlier one hides what has the same name in
   *     a later one
   */
  public AddonCatalog(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * All of them by name.
   *
   * @param broken is told of each folder that is no addon; the others are there all the same
   */
  public List<Addon> all(Consumer<Problem> broken) {
    var addons = new ArrayList<Addon>();
    folders()
        .values()
        .forEach(folder -> {
          try {
            addons.add(AddonFolder.read(folder));
          } catch (ProblemException e) {
            broken.accept(e.problem());
          }
        });
    return addons;
  }

  /**
   * One of them.
   *
   * @param name its own, or one of its aliases
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}
   */
  public Addon get(String name) {
    var folder = folders().get(name);
    if (folder != null) {
      return AddonFolder.read(folder);
    }
    return all(_ -> {}).stream()
        .filter(addon -> addon.aliases().contains(name))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(AddonError.ADDON_UNKNOWN, "There is no addon \"" + name + "\"."));
  }

  /**
   * One of them with all that it needs, each before what needs it: itself is the last.
   *
   * @param name its own, or one of its aliases
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}
   */
  public SequencedSet<Addon> withNeeded(String name) {
    var all = new LinkedHashSet<Addon>();
    collect(get(name), all, new ArrayList<>());
    return all;
  }

  private void collect(Addon addon, Set<Addon> into, List<String> path) {
    if (path.contains(addon.name())) {
      throw new ProblemException(
          AddonError.ADDON_BROKEN,
          "Addons need each other: " + String.join(" → ", path) + " → " + addon.name() + ".");
    }
    path.add(addon.name());
    for (var needed : addon.dependencies()) {
      collect(get(needed), into, path);
    }
    path.removeLast();
    into.add(addon);
  }

  private Map<String, Path> folders() {
    var folders = new TreeMap<String, Path>();
    for (var directory : directories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (var entries = Files.list(directory)) {
        entries
            .filter(entry -> AddonFolder.NAME.matcher(entry.getFileName().toString()).matches())
            .filter(entry -> Files.exists(entry.resolve(AddonFolder.FILE)))
            .forEach(folder -> folders.putIfAbsent(folder.getFileName().toString(), folder));
      } catch (IOException e) {
        throw Yaml.broken(directory, "it cannot be read: " + e);
      }
    }
    return folders;
  }
}
