package dev.coracle.gui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Every control of every page has a name that a screen reader can say, and keys reach it. */
@ExtendWith(ApplicationExtension.class)
class AccessibilityTest {
  private final Desktop desktop;
  private @Nullable Node root;

  AccessibilityTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    var launcher = new Launcher(new TestBed(directory).surroundings());
    launcher.startCluster().run(StartRequest.of("demo"), _ -> {});
    desktop = new Desktop(launcher, new FxThread());
  }

  @Start
  void start(Stage stage) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(stage);
    root = stage.getScene().getRoot();
  }

  @AfterEach
  void close() {
    desktop.close();
  }

  @Test
  void pagesOfACluster() throws TimeoutException {
    await(() -> !desktop.navigator().pages().isEmpty());
    var ids = desktop.navigator().pages().stream().map(Page::id).toList();
    for (var id : ids) {
      Platform.runLater(() -> desktop.navigator().open(id));
      await(() -> desktop.navigator().page().get().filter(it -> it.id().equals(id)).isPresent());
      assertThat(findings()).as("page " + id).isEmpty();
    }
  }

  @Test
  void pageOfANewCluster() throws TimeoutException {
    await(() -> !desktop.navigator().pages().isEmpty());
    Platform.runLater(() -> desktop.navigator().open(desktop.newCluster()));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(findings()).isEmpty();
  }

  @Test
  void anUnnamedControlIsFound() {
    var name = new Label("Name");
    var named = new TextField();
    name.setLabelFor(named);
    var unnamed = new Button();
    var unreachable = new Button("Go");
    unreachable.setFocusTraversable(false);

    assertThat(SceneAudit.of(new VBox(name, named, unnamed, unreachable)))
        .containsExactly("no name: /VBox/Button", "not reached by keys: /VBox/Button");
  }

  private List<String> findings() throws TimeoutException {
    WaitForAsyncUtils.waitForFxEvents();
    var all = WaitForAsyncUtils.asyncFx(() -> SceneAudit.of(requireNonNull(root)));
    return WaitForAsyncUtils.waitFor(all);
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition)
      throws TimeoutException {
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition);
  }
}
