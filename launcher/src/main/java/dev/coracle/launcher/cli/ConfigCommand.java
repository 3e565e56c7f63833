package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonText;
import dev.coracle.launcher.problem.LauncherError;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code config}: what flags mean when they are not given. */
final class ConfigCommand extends Command {
  ConfigCommand() {
    super("config", "Change what flags mean when they are not given");
    subcommand(new Set());
    subcommand(new Unset());
    subcommand(new Get());
    subcommand(new View());
    subcommand(new DefaultsOf());
  }

  @Override
  int run(Session session) {
    return Help.show(session, spec());
  }

  /** The flags that can be set: those of {@code start}, by name without the dashes. */
  private static Map<String, OptionSpec> keys() {
    var keys = new TreeMap<String, OptionSpec>();
    for (var option : new StartCommand().spec().options()) {
      var name = option.longestName();
      if (!option.usageHelp() && !option.hidden() && name.startsWith("--")) {
        keys.put(name.substring(2), option);
      }
    }
    return keys;
  }

  private static OptionSpec require(String key) {
    var keys = keys();
    var option = keys.get(key);
    if (option == null) {
      throw new ProblemException(
          LauncherError.CONFIG_KEY_UNKNOWN,
          "There is no setting '" + key + "'; there are " + String.join(", ", keys.keySet()) + ".");
    }
    return option;
  }

  private static final class Set extends Command {
    private final Flag<String> key = argument(0, "KEY", "1", "A flag of start, without dashes");
    private final Flag<String> value = argument(1, "VALUE", "1", "What it is to mean");

    Set() {
      super("set", "Set what a flag means when it is not given");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var name = key.or("");
      require(name);
      var text = value.or("");
      try {
        new CommandLine(new StartCommand().spec()).parseArgs("--" + name + "=" + text);
      } catch (ParameterException e) {
        throw new ProblemException(
            LauncherError.COMMAND_LINE_INVALID, String.valueOf(e.getMessage()), e);
      }
      session.launcher().settings().set(name, text);
      if (!name.equals("profile")) {
        session.err().println("A cluster that exists takes it at its next start, where it can.");
      }
      return OK;
    }
  }

  private static final class Unset extends Command {
    private final Flag<String> key = argument(0, "KEY", "1", "A flag of start, without dashes");

    Unset() {
      super("unset", "Forget what was set");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var name = key.or("");
      if (!session.launcher().settings().unset(name)) {
        require(name);
      }
      return OK;
    }
  }

  private static final class Get extends Command {
    private final Flag<String> key = argument(0, "KEY", "1", "A flag of start, without dashes");

    Get() {
      super("get", "Print what was set");
    }

    @Override
    int run(Session session) {
      var name = key.or("");
      var value =
          session
              .launcher()
              .settings()
              .get(name)
              .orElseThrow(() -> {
                require(name);
                return new ProblemException(
                    LauncherError.CONFIG_KEY_NOT_SET, "'" + name + "' is not set.");
              });
      session.out().println(value);
      return OK;
    }
  }

  private static final class View extends Command {
    private final Flag<String> output = output("text", "json");
    private final Flag<String> format =
        text("TEMPLATE", "Go template over ConfigKey and ConfigValue", "--format");

    View() {
      super("view", "Print all that is set");
    }

    @Override
    int run(Session session) {
      var all = session.launcher().settings().all();
      if (output.or("text").equals("json")) {
        session.out().println(JsonText.line(all));
        return OK;
      }
      var template = new Template(format.or("- {{.ConfigKey}}: {{.ConfigValue}}\n"));
      all.forEach((key, value) ->
          session.out().print(template.fill(Map.of("ConfigKey", key, "ConfigValue", value))));
      return OK;
    }
  }

  private static final class DefaultsOf extends Command {
    private final Flag<String> key = argument(0, "KEY", "0..1", "A flag of start, without dashes");

    DefaultsOf() {
      super("defaults", "Print what can be set, or which values one of them takes");
    }

    @Override
    int run(Session session) {
      var one = key.value();
      if (one.isEmpty()) {
        keys().keySet().forEach(session.out()::println);
        return OK;
      }
      var option = require(one.get());
      if (option.completionCandidates() != null) {
        option.completionCandidates().forEach(session.out()::println);
      } else {
        session.out().println(String.join(" ", option.description()));
      }
      return OK;
    }
  }
}
