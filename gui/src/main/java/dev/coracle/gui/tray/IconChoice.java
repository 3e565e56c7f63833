package dev.coracle.gui.tray;

import dev.coracle.launcher.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the user wants the icon to be drawn, kept in a file. */
public record IconChoice(Path file) {
  /** In colours, unless something else was chosen. */
  TrayTone tone() {
    try {
      return TrayTone.valueOf(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      return TrayTone.COLOUR;
    }
  }

  /**
   * Durable when it returns.
   *
   * @throws dev.coracle.errors.ProblemException {@code FILE_WRITE_FAILED}
   */
  void set(TrayTone tone) {
    AtomicFile.writePrivate(file, tone.name().getBytes(StandardCharsets.UTF_8));
  }
}
