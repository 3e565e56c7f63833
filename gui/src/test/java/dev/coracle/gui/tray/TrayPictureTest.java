package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrayPictureTest {
  /** By the shape alone: colours are not for everybody. */
  @ParameterizedTest
  @EnumSource(TrayTone.class)
  void eachStateHasAShapeOfItsOwn(TrayTone tone) {
    var shapes = new HashSet<List<Boolean>>();
    for (var state : TrayState.values()) {
      shapes.add(shape(TrayPicture.of(state, tone, 16).getFirst()));
    }

    assertThat(shapes).hasSize(TrayState.values().length);
  }

  @Test
  void pixelsAreAlphaFirst() {
    var picture = TrayPicture.of(TrayState.RUNNING, TrayTone.LIGHT, 32).getFirst();
    int centre = 4 * (22 * 32 + 16);

    assertThat(picture.size()).isEqualTo(32);
    assertThat(picture.argb()).hasSize(4 * 32 * 32);
    assertThat(picture.argb()[0]).isZero();
    assertThat(picture.argb()).containsSubsequence(-1, -1, -1, -1);
    assertThat(picture.argb()[centre]).isEqualTo((byte) 255);
  }

  /** A sheet of all of them, on light and dark, for a person to look at. */
  @Test
  void allCanBeLookedAt() throws IOException {
    int size = 48;
    var states = TrayState.values();
    var sheet = new BufferedImage(size * states.length, size * 4, BufferedImage.TYPE_INT_RGB);
    var canvas = sheet.createGraphics();
    var rows = List.of(TrayTone.COLOUR, TrayTone.DARK, TrayTone.COLOUR, TrayTone.LIGHT);
    for (int row = 0; row < rows.size(); row++) {
      canvas.setColor(new java.awt.Color(row < 2 ? 0xf0f0f0 : 0x202428));
      canvas.fillRect(0, row * size, size * states.length, size);
      for (int column = 0; column < states.length; column++) {
        var picture = TrayPicture.of(states[column], rows.get(row), 32).getFirst();
        canvas.drawImage(picture.image(), column * size + 8, row * size + 8, null);
      }
    }
    canvas.dispose();
    Files.createDirectories(Path.of("target/screenshots"));

    assertThat(ImageIO.write(sheet, "png", new File("target/screenshots/tray-icons.png"))).isTrue();
  }

  private static List<Boolean> shape(TrayPicture picture) {
    var bytes = picture.argb();
    var shape = new Boolean[bytes.length / 4];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (bytes[4 * i] & 0xff) > 127;
    }
    return List.of(shape);
  }
}
