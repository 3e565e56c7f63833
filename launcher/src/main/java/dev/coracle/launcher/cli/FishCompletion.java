package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish: one {@code complete} line for each command and flag. */
final class FishCompletion {
  private final StringBuilder text = new StringBuilder();

  String script(CommandSpec root) {
    text.append("complete -c coracle -f\n");
    var names = List.copyOf(root.subcommands().keySet());
    text.append("set -l coracle_commands ").append(String.join(" ", names)).append('\n');
    for (var child : root.subcommands().values()) {
      command("not __fish_seen_subcommand_from $coracle_commands", child.getCommandSpec());
    }
    for (var child : root.subcommands().values()) {
      describe(child.getCommandSpec(), List.of());
    }
    return text.toString();
  }

  private void describe(CommandSpec spec, List<String> parents) {
    var path = new ArrayList<>(parents);
    path.add(spec.name());
    var here = new StringBuilder();
    for (var name : path) {
      here.append(here.isEmpty() ? "" : "; and ").append("__fish_seen_subcommand_from ");
      here.append(name);
    }
    var children = List.copyOf(spec.subcommands().keySet());
    if (!children.isEmpty()) {
      var none = here + "; and not __fish_seen_subcommand_from " + String.join(" ", children);
      HelpText.children(spec).forEach(child -> command(none, child.getCommandSpec()));
    }
    for (var option : spec.options()) {
      if (!option.hidden()) {
        option(here.toString(), option);
      }
    }
    for (var argument : spec.positionalParameters()) {
      if (argument.paramLabel().contains("|")) {
        text.append("complete -c coracle -n '").append(here).append("' -a '");
        text.append(argument.paramLabel().replace('|', ' ')).append("'\n");
      }
    }
    HelpText.children(spec).forEach(child -> describe(child.getCommandSpec(), path));
  }

  private void command(String condition, CommandSpec spec) {
    text.append("complete -c coracle -n '").append(condition).append("' -a ").append(spec.name());
    text.append(" -d ").append(quoted(String.join(" ", spec.usageMessage().description())));
    text.append('\n');
  }

  private void option(String condition, OptionSpec option) {
    text.append("complete -c coracle -n '").append(condition).append('\'');
    for (var name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().min() > 0) {
      text.append(" -r");
    }
    if (option.completionCandidates() != null) {
      text.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
    }
    text.append(" -d ").append(quoted(String.join(" ", option.description()))).append('\n');
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
