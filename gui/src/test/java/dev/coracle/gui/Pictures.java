package dev.coracle.gui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import javax.imageio.ImageIO;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Pictures of pages in target/screenshots, for somebody to see, and what they show cut off. On a
 * screen of 100 % they are drawn at 200 % too.
 */
public final class Pictures {
  private static final Path DIRECTORY = Path.of("target", "screenshots");

  private final Person person = new Person();
  private final String prefix;
  private final List<Double> scales;
  private final List<String> cut = new ArrayList<>();

  /**
   * @param screen the scale of the screen
   */
  public Pictures(String language, ColorScheme scheme, double screen) {
    scales = screen == 1 ? List.of(1.0, 2.0) : List.of(screen);
    prefix = "%s-%s-".formatted(language, scheme).toLowerCase(Locale.ROOT);
  }

  /** Draws it as it is now. */
  public void take(String name, Scene scene) throws IOException {
    Files.createDirectories(DIRECTORY);
    person.interact(() -> {
      scene.getRoot().applyCss();
      scene.getRoot().layout();
      addCut(name, scene.getRoot());
    });
    for (double scale : scales) {
      var picture = new WritableImage[1];
      person.interact(() -> {
        var scaled = new SnapshotParameters();
        scaled.setTransform(Transform.scale(scale, scale));
        picture[0] = scene.getRoot().snapshot(scaled, null);
      });
      var file = "%s%d-%s.png".formatted(prefix, Math.round(scale * 100), name);
      ImageIO.write(drawn(picture[0]), "png", DIRECTORY.resolve(file).toFile());
    }
  }

  /** Texts that were shown with an ellipsis, for they had not enough room. */
  public List<String> cut() {
    return cut;
  }

  /** In a table's cell, the user makes the room. */
  private void addCut(String picture, Node node) {
    if (!node.isVisible() || node instanceof TableCell) {
      return;
    }
    if (node instanceof Labeled label && label.getText() != null) {
      label.getChildrenUnmodifiable().stream()
          .filter(child -> child instanceof Text && !(child instanceof FontIcon))
          .map(child -> ((Text) child).getText())
          .filter(shown -> !shown.equals(label.getText()))
          .forEach(shown -> cut.add(prefix + picture + ": " + label.getText() + " as " + shown));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> addCut(picture, child));
    }
  }

  private static BufferedImage drawn(WritableImage picture) {
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    drawn.setRGB(0, 0, width, height, pixels, 0, width);
    return drawn;
  }
}
