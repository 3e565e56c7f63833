package dev.coracle.gui;

import dev.coracle.launcher.files.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers, in a file, that something was said. */
record ToldOnce(Path file) {
  boolean isTold() {
    return Files.exists(file);
  }

  void remember() {
    AtomicFile.writePrivate(file, new byte[0]);
  }
}
