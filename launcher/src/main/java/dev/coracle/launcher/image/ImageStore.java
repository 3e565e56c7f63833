package dev.coracle.launcher.image;

import static java.util.Objects.requireNonNull;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.FileTree;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A home's own copies of node images, each in a directory named by its digest. Copies, not links: a
 * cluster outlives the build or package that its image came from, also one that rewrites its files
 * in place. (The system shares the blocks where the file system can.)
 */
public final class ImageStore {
  private static final String PARTIAL = ".partial-";

  private final Path directory;

  public ImageStore(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Told how far the reading is. */
  @FunctionalInterface
  public interface Progress {
    void of(long done, long total);
  }

  /** An image by its digest; its files are as they were when they were imported, or it is none. */
  public Optional<NodeImage> find(String digest) {
    return manifestsIn(directory.resolve(digest)).stream()
        .findFirst()
        .map(NodeImage::read)
        .filter(image -> image.digest().equals(digest) && Fingerprints.hold(image));
  }

  /**
   * Returns this home's copy of an image, verified: made if it is missing or was tampered with. The
   * caller holds the home's lock.
   *
   * @throws ProblemException {@code IMAGE_BROKEN} if a file is missing, truncated or not what the
   *     manifest says, {@code HOST_DISK_LOW}
   */
  public NodeImage add(NodeImage image, Progress progress) {
    var there = find(image.digest());
    if (there.isPresent()) {
      return there.get();
    }
    image.parts().forEach(ImageStore::checkSize);
    var target = directory.resolve(image.digest());
    var partial = directory.resolve(PARTIAL + image.digest());
    try {
      Files.createDirectories(directory);
      FileTree.remove(partial);
      Files.createDirectory(partial);
      copy(image, partial, progress);
      FileTree.remove(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(partial, e);
      throw failed(image, e);
    } catch (ProblemException e) {
      discard(partial, e);
      throw e;
    }
    return NodeImage.read(target.resolve(image.manifest().getFileName()));
  }

  /** Removes copies of the same version that are neither this one nor used. */
  public void removeUnused(NodeImage current, Set<String> usedDigests) {
    for (var manifest : manifests()) {
      try {
        var image = NodeImage.read(manifest);
        if (image.kubernetesVersion().equals(current.kubernetesVersion())
            && image.arch().equals(current.arch())
            && !image.digest().equals(current.digest())
            && !usedDigests.contains(image.digest())) {
          FileTree.remove(requireNonNull(manifest.getParent()));
        }
      } catch (IOException | ProblemException e) {
        // What cannot be read or removed costs space, but no command may fail for it.
      }
    }
  }

  List<Path> manifests() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .flatMap(entry -> manifestsIn(entry).stream())
          .toList();
    } catch (NotDirectoryException | NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> manifestsIn(Path directory) {
    return NodeImages.manifests(directory);
  }

  private static void copy(NodeImage image, Path into, Progress progress) throws IOException {
    long done = 0;
    for (var part : image.parts()) {
      var copy = into.resolve(part.file().getFileName());
      Files.copy(part.file(), copy, StandardCopyOption.COPY_ATTRIBUTES);
      force(copy);
      long before = done;
      var found = Digest.sha256(copy, read -> progress.of(before + read, image.size()));
      if (!found.equals(part.sha256())) {
        throw broken(part, "its SHA-256 is " + found + ", not " + part.sha256());
      }
      done += part.size();
    }
    var manifest = into.resolve(image.manifest().getFileName());
    Files.copy(image.manifest(), manifest);
    Fingerprints.remember(NodeImage.read(manifest));
  }

  /** After a power cut a file must not have its size and time, but not its content. */
  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void checkSize(NodeImage.Part part) {
    try {
      long size = Files.size(part.file());
      if (size != part.size()) {
        throw broken(part, "it has " + size + " bytes, not " + part.size());
      }
    } catch (IOException e) {
      throw broken(part, e.toString());
    }
  }

  private static ProblemException broken(NodeImage.Part part, String why) {
    return new ProblemException(
        LauncherError.IMAGE_BROKEN, part.file() + " is broken: " + why + ".");
  }

  private ProblemException failed(NodeImage image, IOException e) {
    var full = directory.toFile().getUsableSpace() < image.size();
    return new ProblemException(
        full ? LauncherError.HOST_DISK_LOW : LauncherError.FILE_WRITE_FAILED,
        "The node image could not be copied to " + directory + ": " + e,
        e);
  }

  private static void discard(Path partial, Exception because) {
    try {
      FileTree.remove(partial);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
