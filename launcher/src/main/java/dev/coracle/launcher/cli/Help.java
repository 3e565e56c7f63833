package dev.coracle.launcher.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code help} and {@code --help} print. */
final class Help {
  private Help() {}

  static int show(Session session, CommandSpec spec) {
    if (spec.userObject() instanceof RootCommand) {
      return showCommands(session);
    }
    spec.commandLine().usage(session.out(), Ansi.OFF);
    return Command.OK;
  }

  static int showCommands(Session session) {
    PrintStream out = session.out();
    out.println("A local Kubernetes cluster, as light as a local process.");
    for (var group : Commands.groups()) {
      out.println();
      out.println(group.title() + ":");
      for (var name : group.names()) {
        var command = Commands.create(name);
        if (command != null) {
          out.println("  " + name + " ".repeat(Math.max(1, 16 - name.length())) + summary(command));
        }
      }
    }
    out.println();
    out.println("Usage: coracle COMMAND [flags]");
    out.println("Use 'coracle COMMAND --help' for a command, 'coracle options' for common flags.");
    return Command.OK;
  }

  static String summary(Command command) {
    return String.join(" ", command.spec().usageMessage().description());
  }

  /** The whole tree, for completion scripts and the reference. */
  static CommandLine tree() {
    var root = new RootCommand();
    Commands.all().forEach(root::subcommand);
    return new CommandLine(root.spec());
  }
}
