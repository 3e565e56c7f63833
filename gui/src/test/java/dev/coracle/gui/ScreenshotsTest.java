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
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * Every page in every language, light and dark, where no text may be cut; what they look like is
 * left in target/screenshots for somebody to see.
 */
@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {
  private final Person person = new Person(Duration.ofSeconds(60));
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
  void close() {
    Locale.setDefault(Locale.ENGLISH);
    person.interact(() -> open.forEach(Desktop::close));
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT", "en, DARK", "de, LIGHT", "zh-CN, LIGHT"})
  void everyPageIsWhole(String language, ColorScheme scheme) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    person.interact(() -> {
      Theme.use(scheme);
      var desktop = new Desktop(host.launcher(), new FxThread());
      open.add(desktop);
      desktop.show(stage());
    });
    // The scale is the screen's from now on.
    pictures = new Pictures(language, scheme, stage().getOutputScaleX());
    person.await(() -> page().filter(it -> it.id().equals("welcome")).isPresent());
    person.await(() -> person.sees("#checks .finding"));
    take("welcome");

    person.clickOn("#welcome-custom");
    person.clickOn("#name").write("!");
    take("new-cluster");

    host.bed.start("dev");
    host.bed.start("shop");
    host.bed.stop("shop");
    host.beginStart("web");
    try (var _ = host.bed.home.lockCluster("web", "start", Duration.ZERO, _ -> {})) {
      person.clickOn("#new-cancel");
      person.await(() -> page().filter(it -> it.id().equals("overview")).isPresent());
      person.await(() -> person.items("#clusters").size() == 3);
      select("dev");
      person.await(() -> person.sees("#usage-pods"));
      person.await(() -> person.sees("#history .label"));
      take("overview");
      select("web");
      person.await(() -> person.sees("#content .progress-bar"));
      take("starting");
    }
    select("dev");
    host.launcher().snapshotCluster(4096).take("dev", Optional.of("before-update"), _ -> {});
    host.launcher().snapshotCluster(4096).take("dev", Optional.of("good"), _ -> {});
    host.bed.objects.pullImage("docker.io/library/nginx:1.29");
    host.bed.objects.pullImage("registry.k8s.io/pause:3.10");
    show("addons", "#addons .card");
    person.clickOn("#addon-configure-ingress");
    person.await(() -> person.sees("#dialog-configure"));
    pictures().take("configure", person.ask("#dialog-configure", Node::getScene));
    person.type(KeyCode.ESCAPE);
    person.await(() -> !person.sees("#dialog-configure"));
    show("images", "#images-table .table-row-cell:filled");
    show("snapshots", "#snapshots .card");
    show("settings", "#settings .spinner");
    show("diagnostics", "#checks .finding");

    select("shop");
    person.interact(() -> open.getLast().navigator().open("overview"));
    person.await(() -> person.sees("#start"));
    person.await(() -> person.mayUse("#start"));
    person.clickOn("#start");
    person.await(() -> person.sees("#tasks .problem"));
    take("problem");
    assertThat(pictures().cut()).isEmpty();
  }

  private void select(String name) {
    person.interact(() -> open.getLast().navigator().selectWhenThere(name));
  }

  private void show(String id, String awaited) throws Exception {
    person.interact(() -> open.getLast().navigator().open(id));
    person.await(() -> person.sees(awaited));
    take(id);
  }

  private Optional<Page> page() {
    return open.getLast().navigator().page().get();
  }

  private void take(String name) throws IOException {
    pictures().take(name, stage().getScene());
  }

  private Pictures pictures() {
    return requireNonNull(pictures);
  }

  private Stage stage() {
    return requireNonNull(stage);
  }
}
