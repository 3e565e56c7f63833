package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window as a person uses it, on a host in memory. */
@ExtendWith(ApplicationExtension.class)
class MainWindowTest {
  private final Person person = new Person(Duration.ofSeconds(60));
  private final Desktop desktop;

  MainWindowTest(@TempDir Path directory) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    desktop = new Desktop(new Launcher(new TestBed(directory).surroundings()), new FxThread());
  }

  @Start
  void start(Stage stage) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(stage);
  }

  @AfterEach
  void close() {
    person.interact(desktop::close);
  }

  @Test
  void startsTheFirstClusterAndPutsItToSleep() {
    person.clickOn("#welcome-start");
    person.await(() -> person.mayUse("#sleep"));
    assertThat(person.items("#clusters")).hasSize(1);
    person.await(() -> person.ask("#clusters", MainWindowTest::selected).equals(List.of(0)));

    person.clickOn("#sleep");
    person.await(() -> person.texts("#content .label").contains("Asleep"));
    assertThat(person.texts("#tasks .label")).contains("Put coracle to sleep");
  }

  private static List<Integer> selected(ListView<?> list) {
    return List.copyOf(list.getSelectionModel().getSelectedIndices());
  }
}
