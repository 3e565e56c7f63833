package dev.coracle.launcher.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code help} and {@code --help} print. */
final class Help {
  private static final int COLUMN = 18;

  private Help() {}

  static int show(Session session, CommandSpec spec) {
    if (spec.userObject() instanceof RootCommand) {
      return showCommands(session);
    }
    session.out().print(HelpText.of(spec));
    return Command.OK;
  }

  static int showCommands(Session session) {
    PrintStream out = session.out();
    out.println("A local Kubernetes cluster, as light as a local process.");
    for (var group : Commands.groups()) {
      out.println();
      out.println(group.title() + ":");
      for (var name : group.names()) {
        var summary = HelpText.summary(Commands.require(name).spec());
        out.println("  " + name + " ".repeat(COLUMN - name.length()) + summary);
      }
    }
    out.println();
    out.println("Usage: coracle COMMAND [flags]");
    out.println("'coracle COMMAND --help' explains a command, 'coracle options' the common flags.");
    return Command.OK;
  }

  /** The whole tree, for completion scripts and the reference. */
  static CommandLine tree() {
    var root = new RootCommand();
    Commands.all().forEach(root::subcommand);
    return new CommandLine(root.spec());
  }
}
