package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import picocli.CommandLine;

final class HelpCommand extends Command {
  private final ListFlag path = arguments("COMMAND", "The command to explain");

  HelpCommand() {
    super("help", "Explain a command, or list all of them");
  }

  @Override
  int run(Session session) {
    CommandLine at = Help.tree();
    for (var name : path.values()) {
      var next = at.getSubcommands().get(name);
      if (next == null) {
        throw new ProblemException(
            LauncherError.COMMAND_LINE_INVALID, "There is no command '" + name + "'.");
      }
      at = next;
    }
    return Help.show(session, at.getCommandSpec());
  }
}
