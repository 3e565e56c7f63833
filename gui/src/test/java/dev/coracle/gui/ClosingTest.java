package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.WindowLife.Closing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {
  @Test
  void withAnIconInThePanelTheAppGoesOn() {
    assertThat(Closing.of(true, false)).isEqualTo(Closing.HIDE);
    assertThat(Closing.of(true, true)).isEqualTo(Closing.HIDE);
  }

  @Test
  void withoutOneItEndsAndSaysSoOnce(@TempDir Path directory) {
    var told = new ToldOnce(directory.resolve("config").resolve("told"));
    assertThat(Closing.of(false, told.isTold())).isEqualTo(Closing.TELL);

    told.remember();

    assertThat(Closing.of(false, told.isTold())).isEqualTo(Closing.END);
  }
}
