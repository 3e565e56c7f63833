package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.ColorScheme;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The window as a person uses it, on a host in memory. */
@ExtendWith(ApplicationExtension.class)
class MainWindowTest {
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
  void close(FxRobot robot) {
    robot.interact(desktop::close);
  }

  @Test
  void startsTheFirstClusterAndPutsItToSleep(FxRobot robot) throws TimeoutException {
    await(() -> !robot.lookup("#welcome-start").queryAll().isEmpty());
    robot.clickOn("#welcome-start");
    await(() -> !robot.lookup("#sleep").queryAll().isEmpty());
    await(() -> !robot.lookup("#sleep").query().isDisabled());
    var list = robot.lookup("#clusters").<ListView<?>>query();
    assertThat(list.getItems()).hasSize(1);
    await(() -> list.getSelectionModel().getSelectedIndices().equals(List.of(0)));

    robot.clickOn("#sleep");
    await(() ->
        robot.lookup("#content .label").<Label>queryAll().stream()
            .anyMatch(label -> label.getText().equals("Asleep")));
    assertThat(robot.lookup("#tasks .label").<Label>queryAll())
        .extracting(Label::getText)
        .contains("Put coracle to sleep");
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition)
      throws TimeoutException {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, condition);
  }
}
