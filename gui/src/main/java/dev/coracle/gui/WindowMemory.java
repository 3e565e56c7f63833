package dev.coracle.gui;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** Where the window was and how large, for the next time; kept in a file. */
record WindowMemory(Path file) {
  /** So much of it has to be on some screen: one may be unplugged meanwhile. */
  private static final double SEEN = 80;

  /** What is remembered. */
  record Place(Rectangle2D bounds, boolean maximized) {
    JsonObject write() {
      return new JsonObject()
          .put("x", Math.round(bounds.getMinX()))
          .put("y", Math.round(bounds.getMinY()))
          .put("width", Math.round(bounds.getWidth()))
          .put("height", Math.round(bounds.getHeight()))
          .put("maximized", maximized);
    }

    static Place read(JsonObject json) {
      return new Place(
          new Rectangle2D(
              json.integer("x"),
              json.integer("y"),
              Math.max(0, json.integer("width")),
              Math.max(0, json.integer("height"))),
          json.flag("maximized"));
    }
  }

  /** Puts a window where it was, and remembers from now on where it is when it is hidden. */
  void keep(Stage stage) {
    read().ifPresent(place -> restore(stage, place));
    stage.addEventHandler(WindowEvent.WINDOW_HIDING, _ -> remember(stage));
  }

  private static void restore(Stage stage, Place place) {
    var bounds = place.bounds();
    var screens =
        Screen.getScreensForRectangle(bounds.getMinX() + SEEN, bounds.getMinY(), SEEN, SEEN);
    if (!screens.isEmpty()) {
      stage.setX(bounds.getMinX());
      stage.setY(bounds.getMinY());
      stage.setWidth(bounds.getWidth());
      stage.setHeight(bounds.getHeight());
    }
    stage.setMaximized(place.maximized());
  }

  private void remember(Stage stage) {
    var bounds = new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    write(new Place(bounds, stage.isMaximized()));
  }

  /** Empty if there is none that can be read, which is no reason not to open a window. */
  Optional<Place> read() {
    try {
      return Optional.of(Place.read(JsonObject.parse(Files.readAllBytes(file))));
    } catch (IOException | JsonException e) {
      return Optional.empty();
    }
  }

  void write(Place place) {
    try {
      AtomicFile.writePrivate(file, place.write().toBytes());
    } catch (ProblemException e) {
      // The window is where it always is the next time.
      return;
    }
  }
}
