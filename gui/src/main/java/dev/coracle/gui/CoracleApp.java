package dev.coracle.gui;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.store.Home;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The process of the desktop app. */
public final class CoracleApp extends Application {
  private @Nullable Desktop desktop;
  private Optional<SingleInstance> instance = Optional.empty();

  @Override
  public void start(Stage stage) throws IOException {
    var launcher = new Launcher(System.getenv());
    new Home(launcher.home()).prepare();
    instance = SingleInstance.take(launcher.home());
    if (instance.isEmpty()) {
      SingleInstance.raise(launcher.home());
      Platform.exit();
      return;
    }
    Theme.followSystem();
    // The icon in the panel is the app, too.
    Platform.setImplicitExit(false);
    var fx = new FxThread();
    var made = new Desktop(launcher, fx, host(launcher));
    desktop = made;
    instance.get().onKnock(() -> fx.execute(made::raise));
    if (getParameters().getRaw().contains("--rehearsal")) {
      new FirstContent(made.navigator().page(), this::report).start();
    }
    if (getParameters().getRaw().contains("--hidden")) {
      made.showHidden(stage);
    } else {
      made.show(stage);
    }
  }

  /** Tells how long it took from the start of the process to the first page, and ends. */
  private void report() {
    var process = ProcessHandle.current().info().startInstant().orElseThrow();
    System.out.println(Duration.between(process, Instant.now()).toMillis());
    Platform.exit();
  }

  private AppHost host(Launcher launcher) {
    return new AppHost(
        System.getProperty("os.name", ""),
        System.getenv(),
        launcher.program(),
        this::browse,
        Platform::exit);
  }

  private void browse(URI page) {
    getHostServices().showDocument(page.toString());
  }

  @Override
  public void stop() throws IOException {
    if (desktop != null) {
      desktop.close();
    }
    if (instance.isPresent()) {
      instance.get().close();
    }
  }
}
