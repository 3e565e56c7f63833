package dev.coracle.launcher.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The user's own browser. */
final class Browser {
  private Browser() {}

  /** Opens a page there; where that is not possible, the user is told to do it. */
  static void open(URI page, Session session) {
    try {
      new ProcessBuilder(command(System.getProperty("os.name", ""), page))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      session.err().println("! No browser can be opened from here; open the address above in one.");
    }
  }

  static List<String> command(String system, URI page) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.contains("mac")) {
      return List.of("open", page.toString());
    }
    return name.contains("windows")
        ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
        : List.of("xdg-open", page.toString());
  }
}
