package dev.coracle.gui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.ColorScheme;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Every page in every language, light and dark, where no text may be cut; what they look like is
 * left in target/screenshots for somebody to see.
 */
@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {
  private final TestHost host;
  private final List<Desktop> open = new ArrayList<>();
  private @Nullable Stage stage;
  private @Nullable Pictures pictures;

  ScreenshotsTest(@TempDir Path directory) throws IOException {
    host = new TestHost(directory);
  }

  @Start
  void start(Stage made) {
    stage = made;
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(() -> open.forEach(Desktop::close));
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT", "en, DARK", "de, LIGHT", "zh-CN, LIGHT"})
  void everyPageIsWhole(String language, ColorScheme scheme, FxRobot robot) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    robot.interact(() -> {
      Theme.use(scheme);
      var desktop = new Desktop(host.launcher(), new FxThread());
      open.add(desktop);
      desktop.show(stage());
    });
    // The scale is the screen's from now on.
    pictures = new Pictures(language, scheme, stage().getOutputScaleX());
    await(() -> page().filter(it -> it.id().equals("welcome")).isPresent());
    await(() -> !robot.lookup("#checks .finding").queryAll().isEmpty());
    take("welcome", robot);

    robot.clickOn("#welcome-custom");
    robot.clickOn("#name").write("!");
    take("new-cluster", robot);

    host.bed.start("dev");
    host.bed.start("shop");
    host.bed.stop("shop");
    host.beginStart("web");
    try (var _ = host.bed.home.lockCluster("web", "start", Duration.ZERO, _ -> {})) {
      robot.clickOn("#new-cancel");
      await(() -> page().filter(it -> it.id().equals("overview")).isPresent());
      await(() -> robot.lookup("#clusters").<ListView<?>>query().getItems().size() == 3);
      select("dev", robot);
      await(() -> robot.lookup("#usage-pods").tryQuery().isPresent());
      await(() -> !robot.lookup("#history .label").queryAll().isEmpty());
      take("overview", robot);
      select("web", robot);
      await(() -> !robot.lookup("#content .progress-bar").queryAll().isEmpty());
      take("starting", robot);
    }
    select("dev", robot);
    host.launcher().snapshotCluster(4096).take("dev", Optional.of("before-update"), _ -> {});
    host.launcher().snapshotCluster(4096).take("dev", Optional.of("good"), _ -> {});
    host.bed.objects.pullImage("docker.io/library/nginx:1.29");
    host.bed.objects.pullImage("registry.k8s.io/pause:3.10");
    show("addons", "#addons .card", robot);
    show("images", "#images-table .table-row-cell:filled", robot);
    show("snapshots", "#snapshots .card", robot);
    show("settings", "#settings .spinner", robot);
    show("diagnostics", "#checks .finding", robot);

    select("shop", robot);
    robot.interact(() -> open.getLast().navigator().open("overview"));
    await(() -> !robot.lookup("#start").queryAll().isEmpty());
    await(() -> !robot.lookup("#start").query().isDisabled());
    robot.clickOn("#start");
    await(() -> !robot.lookup("#tasks .problem").queryAll().isEmpty());
    take("problem", robot);
    assertThat(pictures().cut()).isEmpty();
  }

  private void select(String name, FxRobot robot) {
    robot.interact(() -> open.getLast().navigator().selectWhenThere(name));
  }

  private void show(String id, String awaited, FxRobot robot) throws Exception {
    robot.interact(() -> open.getLast().navigator().open(id));
    await(() -> !robot.lookup(awaited).queryAll().isEmpty());
    take(id, robot);
  }

  private Optional<Page> page() {
    return open.getLast().navigator().page().get();
  }

  private void take(String name, FxRobot robot) throws IOException {
    pictures().take(name, stage().getScene(), robot);
  }

  private Pictures pictures() {
    return requireNonNull(pictures);
  }

  private Stage stage() {
    return requireNonNull(stage);
  }

  private static void await(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, condition);
  }
}
