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
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import javax.imageio.ImageIO;
import org.kordamp.ikonli.javafx.FontIcon;

/** Pictures of pages in target/screenshots, for somebody to see, and what they show cut off. */
public final class Pictures {
  private static final Path DIRECTORY = Path.of("target", "screenshots");

  private final Person person = new Person();
  private final String prefix;
  private final double scale;
  private final List<String> cut = new ArrayList<>();

  public Pictures(String language, ColorScheme scheme, double scale) {
    this.scale = scale;
    prefix =
        "%s-%s-%d-".formatted(language, scheme, Math.round(scale * 100)).toLowerCase(Locale.ROOT);
  }

  /** Draws it as it is now. */
  public void take(String name, Scene scene) throws IOException {
    var picture = new WritableImage[1];
    person.interact(() -> {
      var root = scene.getRoot();
      root.applyCss();
      root.layout();
      addCut(name, root);
      var scaled = new SnapshotParameters();
      scaled.setTransform(Transform.scale(scale, scale));
      picture[0] = root.snapshot(scaled, null);
    });
    Files.createDirectories(DIRECTORY);
    ImageIO.write(drawn(picture[0]), "png", DIRECTORY.resolve(prefix + name + ".png").toFile());
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
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        drawn.setRGB(x, y, picture.getPixelReader().getArgb(x, y));
      }
    }
    return drawn;
  }
}
