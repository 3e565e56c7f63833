package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The start script runs the app itself when nothing is on the command line that it does not know.
 */
final class GuiCommand extends Command {
  private final Flag<Boolean> hidden = toggle("Show the icon in the panel only", "--hidden");

  GuiCommand() {
    super("gui", "Open the desktop app, or show its window if it runs");
  }

  @Override
  int run(Session session) {
    var command = new ArrayList<>(List.of(session.launcher().program().toString(), "gui"));
    if (hidden.or(false)) {
      command.add("--hidden");
    }
    return Foreground.run(command);
  }
}
