package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Explains a command: what it does, how it is written, and each of its flags. */
final class HelpText {
  private static final int COLUMN = 38;
  private static final int WIDTH = 110;

  private HelpText() {}

  static String of(CommandSpec spec) {
    var text = new StringBuilder();
    line(text, summary(spec) + ".");
    line(text, "");
    line(text, "Usage: " + usage(spec));
    if (!spec.subcommands().isEmpty()) {
      section(text, "Commands");
      for (var child : children(spec)) {
        entry(text, child.getCommandName(), summary(child.getCommandSpec()));
      }
    }
    if (!spec.positionalParameters().isEmpty()) {
      section(text, "Arguments");
      for (var argument : spec.positionalParameters()) {
        entry(text, argument.paramLabel(), String.join(" ", argument.description()));
      }
    }
    section(text, "Flags");
    for (var option : spec.options()) {
      entry(text, names(option), String.join(" ", option.description()));
    }
    for (var line : spec.usageMessage().footer()) {
      line(text, line);
    }
    return text.toString();
  }

  static String summary(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  /** Each once, however many names it has. */
  static Set<CommandLine> children(CommandSpec spec) {
    return new LinkedHashSet<>(spec.subcommands().values());
  }

  /** {@code coracle start [flags]}. */
  static String usage(CommandSpec spec) {
    var words = new ArrayList<>(List.of(spec.qualifiedName()));
    if (!spec.subcommands().isEmpty()) {
      words.add(spec.positionalParameters().isEmpty() ? "COMMAND" : "[COMMAND]");
    }
    words.add("[flags]");
    for (var argument : spec.positionalParameters()) {
      words.add(written(argument));
    }
    return String.join(" ", words);
  }

  /** {@code -d, --driver NAME}. */
  static String names(OptionSpec option) {
    var names = String.join(", ", option.names());
    var label = option.paramLabel();
    if (option.type() == Boolean.class || option.type() == boolean.class) {
      return names;
    }
    return names + (option.arity().min() == 0 ? "[=" + label + "]" : " " + label);
  }

  private static String written(PositionalParamSpec argument) {
    var label = argument.paramLabel();
    if (argument.arity().max() > 1) {
      return "[" + label + "...]";
    }
    return argument.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private static void section(StringBuilder text, String title) {
    line(text, "");
    line(text, title + ":");
  }

  private static void entry(StringBuilder text, String name, String help) {
    int begin = text.length();
    text.append("  ").append(name);
    if (text.length() - begin + 2 > COLUMN) {
      text.append('\n');
      begin = text.length();
    }
    for (var word : help.split(" ", -1)) {
      int at = text.length() - begin;
      if (at + 1 + word.length() > WIDTH) {
        text.append('\n');
        begin = text.length();
        at = 0;
      }
      text.repeat(' ', Math.max(1, COLUMN - at)).append(word);
    }
    text.append('\n');
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
