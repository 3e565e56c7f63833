package dev.coracle.gui;

import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The process of the desktop app. */
public final class CoracleApp extends Application {
  private @Nullable Desktop desktop;

  @Override
  public void start(Stage stage) {
    Theme.followSystem();
    desktop = new Desktop(new Launcher(System.getenv()), new FxThread());
    desktop.show(stage);
  }

  @Override
  public void stop() {
    if (desktop != null) {
      desktop.close();
    }
  }
}
