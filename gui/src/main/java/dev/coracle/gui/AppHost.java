package dev.coracle.gui;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is around the app.
 *
 * @param system the name of the operating system
 * @param program runs the commands of this product
 * @param browse shows a page in the user's browser
 * @param end ends the process
 */
record AppHost(
    String system,
    Map<String, String> environment,
    Path program,
    Consumer<URI> browse,
    Runnable end) {
  AppHost {
    environment = Map.copyOf(environment);
  }

  /** Nothing is. */
  static AppHost none() {
    return new AppHost("", Map.of(), Path.of("coracle"), _ -> {}, () -> {});
  }

  /** The environment holds secrets, and this may come into a log. */
  @Override
  public String toString() {
    return "AppHost[" + system + "]";
  }
}
