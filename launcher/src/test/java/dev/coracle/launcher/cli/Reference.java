package dev.coracle.launcher.cli;

import static java.util.Objects.requireNonNull;

import picocli.CommandLine.Model.CommandSpec;

/** Writes the pages of docs that come from the code. */
final class Reference {
  private Reference() {}

  static String commands() {
    var text = new StringBuilder("# The command line\n\nGenerated from the code; do not edit.\n\n");
    text.append(
        "Every command takes `-p, --profile NAME` and `-h, --help`. A flag that is not given comes"
            + " from\n");
    text.append(
        "`CORACLE_<FLAG>` in the environment, else from `coracle config`, else it has its default."
            + " Results go to\n");
    text.append(
        "standard output, everything else to standard error; [errors.md](errors.md) lists the exit"
            + " codes.\n");
    var root = Help.tree().getCommandSpec();
    for (var group : Commands.groups()) {
      text.append("\n## ").append(group.title()).append('\n');
      for (var name : group.names()) {
        command(text, requireNonNull(root.subcommands().get(name)).getCommandSpec());
      }
    }
    return text.toString();
  }

  private static void command(StringBuilder text, CommandSpec spec) {
    text.append("\n### ").append(spec.qualifiedName()).append("\n\n");
    text.append(HelpText.summary(spec))
        .append(".\n\n    ")
        .append(HelpText.usage(spec))
        .append('\n');
    var rows = new StringBuilder();
    for (var argument : spec.positionalParameters()) {
      row(rows, argument.paramLabel(), argument.description());
    }
    for (var option : spec.options()) {
      if (!option.usageHelp() && !option.longestName().equals("--profile")) {
        row(rows, HelpText.names(option), option.description());
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n| argument or flag | |\n|---|---|\n").append(rows);
    }
    if (spec.usageMessage().footer().length > 0) {
      text.append('\n');
      for (var line : spec.usageMessage().footer()) {
        text.append(line.startsWith("  ") ? "  " + line : line).append('\n');
      }
    }
    HelpText.children(spec).forEach(child -> command(text, child.getCommandSpec()));
  }

  private static void row(StringBuilder rows, String name, String[] description) {
    rows.append("| `").append(name.replace("|", "\\|")).append("` | ");
    rows.append(String.join(" ", description).replace("|", "\\|")).append(" |\n");
  }
}
