package dev.coracle.launcher.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removing directories with all in them; links are removed, not followed. */
public final class FileTree {
  private FileTree() {}

  /** Does nothing if there is no such directory. */
  public static void remove(Path root) throws IOException {
    remove(root, root);
  }

  /**
   * Removes {@code last}, a file directly in the directory, after all else, so that an interrupted
   * removal can be told by it.
   */
  public static void remove(Path root, Path last) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(root, new Removal(root, last));
      Files.deleteIfExists(last);
      Files.deleteIfExists(root);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path last;

    Removal(Path root, Path last) {
      this.root = root;
      this.last = last;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!file.equals(last)) {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (!directory.equals(root)) {
        Files.deleteIfExists(directory);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
