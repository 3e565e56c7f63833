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
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Palette, closing and quitting as a person meets them, on a desktop without a panel. */
@ExtendWith(ApplicationExtension.class)
class PresenceTest {
  private final Person person = new Person(Duration.ofSeconds(30));
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
  void close() {
    person.interact(desktop::close);
  }

  @Test
  void thePaletteDoesWhatWasTyped() {
    awaitState(State.RUNNING);
    awaitPalette("sleep");

    person.type(KeyCode.ENTER);

    awaitState(State.SAVED);
    assertThat(person.sees("#palette-query")).isFalse();
  }

  @Test
  void escapeLeavesThePaletteAndNothingIsDone() {
    awaitState(State.RUNNING);
    awaitPalette("sleep");

    person.type(KeyCode.ESCAPE);

    person.await(() -> !person.sees("#palette-query"));
    assertThat(desktop.tasks().list()).isEmpty();
  }

  @Test
  void closingTheOnlyWindowSaysThatItEndsTheApp() {
    requestClose();
    person.await(() -> person.sees("Cancel"));
    person.clickOn("Cancel");
    assertThat(ended).hasValue(0);

    requestClose();
    person.await(() -> person.sees("Close"));
    person.clickOn("Close");
    person.await(() -> ended.get() == 1);

    requestClose();
    person.await(() -> ended.get() == 2);
  }

  @Test
  void quittingMayPutTheClustersToSleep() {
    awaitState(State.RUNNING);
    awaitPalette("quit");
    person.type(KeyCode.ENTER);
    person.await(() -> person.sees("Put to sleep"));

    person.clickOn("Put to sleep");

    person.await(() -> ended.get() == 1);
    awaitState(State.SAVED);
  }

  private void requestClose() {
    var window = requireNonNull(stage);
    Platform.runLater(
        () -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
  }

  private void awaitPalette(String typed) {
    person.type(KeyCode.CONTROL, KeyCode.K);
    person.await(() -> person.sees("#palette-query"));
    person.write(typed);
    person.await(() -> person.items("#palette-list").size() == 1);
  }

  private void awaitState(State state) {
    person.await(() ->
        desktop.clusters().find("demo").filter(it -> it.state().getValue() == state).isPresent());
  }
}
