package dev.coracle.gui;

import javafx.application.Application;

/** Not an {@link Application} itself, which Java would refuse to start from the class path. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Application.launch(CoracleApp.class, arguments);
  }
}
