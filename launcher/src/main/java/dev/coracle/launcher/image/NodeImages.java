package dev.coracle.launcher.image;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The node images that this host has: those that can be imported, and those that are. */
public final class NodeImages {
  private final List<Path> searchPath;
  private final ImageStore store;

  /**
   * Looks at nothing yet.
   *
   * @param searchPath directories with images, the first one wins; missing ones are no fault
   * @param store this home's own images, searched last
   */
  public NodeImages(List<Path> searchPath, ImageStore store) {
    this.searchPath = List.copyOf(searchPath);
    this.store = store;
  }

  /** {@code CORACLE_IMAGES} (directories), then {@code CORACLE_LIB} and its {@code images}. */
  public static List<Path> searchPath(Map<String, String> environment) {
    var directories = new ArrayList<Path>();
    for (var entry : environment.getOrDefault("CORACLE_IMAGES", "").split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        directories.add(Path.of(entry).toAbsolutePath());
      }
    }
    var lib = environment.getOrDefault("CORACLE_LIB", "");
    if (!lib.isBlank()) {
      directories.add(Path.of(lib).toAbsolutePath());
      directories.add(Path.of(lib, "images").toAbsolutePath());
    }
    return directories;
  }

  /** The Kubernetes versions there are images of, newest first. */
  public List<String> versions() {
    return sorted(byVersion(new ArrayList<>()));
  }

  /**
   * The image of the newest version that is asked for.
   *
   * @param asked {@code v1.36.3}, {@code 1.36.3}, {@code v1.36}, {@code stable} or {@code latest}
   * @throws ProblemException {@code KUBERNETES_VERSION_UNAVAILABLE}, {@code IMAGE_NOT_FOUND} if
   *     there is none of any version, {@code IMAGE_BROKEN}
   */
  public NodeImage resolve(String asked) {
    var broken = new ArrayList<ProblemException>();
    var images = byVersion(broken);
    var wanted = asked.strip().toLowerCase(Locale.ROOT);
    var found =
        images.keySet().stream()
            .filter(version -> version.matches(wanted))
            .max(Comparator.naturalOrder());
    if (found.isEmpty() && !broken.isEmpty()) {
      throw broken.getFirst();
    }
    if (images.isEmpty()) {
      throw new ProblemException(
          LauncherError.IMAGE_NOT_FOUND,
          "There is no node image in any of " + searchPath + " or " + store.directory() + ".");
    }
    return found
        .map(images::get)
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.KUBERNETES_VERSION_UNAVAILABLE,
                "There is no node image of Kubernetes "
                    + asked
                    + "; there is "
                    + String.join(", ", sorted(images))
                    + "."));
  }

  /** An image that was imported and is still there. */
  public Optional<NodeImage> imported(String digest) {
    return store.find(digest);
  }

  /** Where images are kept and verified. */
  public ImageStore store() {
    return store;
  }

  private static List<String> sorted(Map<KubernetesVersion, NodeImage> images) {
    return images.keySet().stream()
        .sorted(Comparator.reverseOrder())
        .map(KubernetesVersion::toString)
        .toList();
  }

  private Map<KubernetesVersion, NodeImage> byVersion(List<ProblemException> broken) {
    var images = new LinkedHashMap<KubernetesVersion, NodeImage>();
    for (var directory : searchPath) {
      manifests(directory).forEach(manifest -> add(images, manifest, broken));
    }
    store.manifests().forEach(manifest -> add(images, manifest, broken));
    return images;
  }

  private static void add(
      Map<KubernetesVersion, NodeImage> images, Path manifest, List<ProblemException> broken) {
    try {
      var image = NodeImage.read(manifest);
      if (image.arch().equals(hostArch())) {
        KubernetesVersion.parse(image.kubernetesVersion())
            .ifPresent(version -> images.putIfAbsent(version, image));
      }
    } catch (ProblemException e) {
      broken.add(e);
    }
  }

  static List<Path> manifests(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("coracle-node-.*\\.json"))
          .sorted()
          .toList();
    } catch (NotDirectoryException | NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.IMAGE_NOT_FOUND, directory + " could not be read: " + e, e);
    }
  }

  /** As images name it: {@code amd64}, {@code arm64}. */
  static String hostArch() {
    var arch = System.getProperty("os.arch");
    return switch (arch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> arch;
    };
  }
}
