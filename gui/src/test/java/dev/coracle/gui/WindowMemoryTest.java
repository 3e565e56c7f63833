package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.WindowMemory.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowMemoryTest {
  @TempDir Path directory;

  @Test
  void remembersWhereAWindowWas() {
    var memory = new WindowMemory(directory.resolve("gui-window.json"));
    assertThat(memory.read()).isEmpty();
    var place = new Place(new Rectangle2D(-10, 20, 900, 700), true);
    memory.write(place);
    assertThat(memory.read()).contains(place);
  }

  @Test
  void aFileThatCannotBeReadIsForgotten() throws IOException {
    var file = directory.resolve("gui-window.json");
    Files.writeString(file, "{\"x\": \"left\"}");
    assertThat(new WindowMemory(file).read()).isEmpty();
  }
}
