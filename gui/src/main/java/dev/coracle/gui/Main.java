package dev.coracle.gui;

import dev.coracle.launcher.Launcher;
import javafx.application.Application;

/** Not an {@link Application} itself, which Java would refuse to start from the class path. */
public final class Main {
  private Main() {}

  /** {@code --hidden} shows the icon in the panel only. */
  public static void main(String[] arguments) {
    if (!SingleInstance.raise(new Launcher(System.getenv()).home())) {
      Application.launch(CoracleApp.class, arguments);
    }
  }
}
