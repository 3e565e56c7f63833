package dev.coracle.gui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Palette, closing and quitting as a person meets them, on a desktop without a panel. */
@ExtendWith(ApplicationExtension.class)
class PresenceTest {
  private final AtomicInteger ended = new AtomicInteger();
  private final Launcher launcher;
  private final Desktop desktop;
  private @Nullable Stage stage;

  PresenceTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    launcher = new Launcher(new TestBed(directory).surroundings());
    launcher.startCluster().run(StartRequest.of("demo"), _ -> {});
    var host = new AppHost("Linux", Map.of(), Path.of("coracle"), _ -> {}, ended::incrementAndGet);
    desktop = new Desktop(launcher, new FxThread(), host);
  }

  @Start
  void start(Stage shown) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(shown);
    stage = shown;
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(desktop::close);
  }

  @Test
  void thePaletteDoesWhatWasTyped(FxRobot robot) throws TimeoutException {
    awaitState(State.RUNNING);
    awaitPalette(robot, "sleep");

    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

    awaitState(State.SAVED);
    assertThat(robot.lookup("#palette-query").queryAll()).isEmpty();
  }

  @Test
  void escapeLeavesThePaletteAndNothingIsDone(FxRobot robot) throws TimeoutException {
    awaitState(State.RUNNING);
    awaitPalette(robot, "sleep");

    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);

    await(() -> robot.lookup("#palette-query").queryAll().isEmpty());
    assertThat(desktop.tasks().list()).isEmpty();
  }

  @Test
  void closingTheOnlyWindowSaysThatItEndsTheApp(FxRobot robot) throws TimeoutException {
    requestClose(robot);
    await(() -> robot.lookup("Cancel").tryQuery().isPresent());
    robot.clickOn("Cancel");
    assertThat(ended).hasValue(0);

    requestClose(robot);
    await(() -> robot.lookup("Close").tryQuery().isPresent());
    robot.clickOn("Close");
    await(() -> ended.get() == 1);

    requestClose(robot);
    await(() -> ended.get() == 2);
  }

  @Test
  void quittingMayPutTheClustersToSleep(FxRobot robot) throws TimeoutException {
    awaitState(State.RUNNING);
    awaitPalette(robot, "quit");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    await(() -> robot.lookup("Put to sleep").tryQuery().isPresent());

    robot.clickOn("Put to sleep");

    await(() -> ended.get() == 1);
    awaitState(State.SAVED);
  }

  private void requestClose(FxRobot robot) {
    var window = requireNonNull(stage);
    Platform.runLater(
        () -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
    robot.sleep(200);
  }

  private void awaitPalette(FxRobot robot, String typed) throws TimeoutException {
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.CONTROL, KeyCode.K);
    await(() -> robot.lookup("#palette-query").tryQuery().isPresent());
    robot.write(typed);
    await(() -> robot.lookup("#palette-list").<ListView<?>>query().getItems().size() == 1);
  }

  private void awaitState(State state) throws TimeoutException {
    await(() ->
        desktop.clusters().find("demo").filter(it -> it.state().getValue() == state).isPresent());
  }

  private static void await(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition);
  }
}
