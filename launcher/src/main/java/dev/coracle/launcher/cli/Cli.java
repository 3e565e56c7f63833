package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.problem.LauncherError;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line and runs what it says. */
final class Cli {
  static final int INTERRUPTED = 130;
  static final String DEFAULT_PROFILE = "coracle";

  private final Session session;

  Cli(
      Launcher launcher,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      boolean animated) {
    session = new Session(launcher, environment, out, err, animated, DEFAULT_PROFILE);
  }

  /** Never throws: whatever happens is shown to the user and told by the exit code. */
  int run(String... arguments) {
    var all = List.of(arguments);
    var name = commandName(all);
    var audit = new AuditEntry(session.launcher());
    int code;
    try {
      code = dispatch(name, all, audit);
    } catch (InterruptedException e) {
      code = problems(all).showInterruption();
    } catch (RuntimeException | Error e) {
      code = problems(all).show(e);
    }
    if (!name.equals(CompactCommand.NAME)) {
      audit.write(name, all, code);
    }
    return code;
  }

  private int dispatch(String name, List<String> arguments, AuditEntry audit)
      throws InterruptedException {
    var defaults = new Defaults(session.environment(), session.launcher()::settings);
    var quick = new Shortcut(session, defaults).run(arguments, audit);
    return quick.isPresent() ? quick.getAsInt() : read(name, arguments, defaults, audit);
  }

  private int read(String name, List<String> arguments, Defaults defaults, AuditEntry audit)
      throws InterruptedException {
    var cleaned = MinikubeFlags.clean(name, arguments);
    if (!cleaned.ignored().isEmpty()) {
      session.err().println("! Without effect here: " + String.join(", ", cleaned.ignored()) + ".");
    }
    var root = root(name, defaults);
    var result = parse(root, cleaned.arguments());
    String profile = DEFAULT_PROFILE;
    for (ParseResult at = result; ; at = at.subcommand()) {
      if (at.isUsageHelpRequested() || !at.hasSubcommand()) {
        var command = (Command) at.commandSpec().userObject();
        profile = profileOf(at, profile);
        audit.about(profile);
        if (at.isUsageHelpRequested()) {
          return Help.show(session, at.commandSpec());
        }
        return command.run(session.withProfile(profile));
      }
      profile = at.matchedOptionValue("-p", profile);
    }
  }

  /** The command's own flag, else one before its name, else what is configured. */
  private static String profileOf(ParseResult command, String outer) {
    if (command.hasMatchedOption("-p") || outer.equals(DEFAULT_PROFILE)) {
      String value = command.commandSpec().findOption("-p").getValue();
      return value == null ? outer : value;
    }
    return outer;
  }

  private static CommandLine root(String name, Defaults defaults) {
    var root = new RootCommand();
    var command = Commands.create(name);
    if (command == null) {
      Commands.all().forEach(root::subcommand);
    } else {
      root.subcommand(command);
    }
    return new CommandLine(root.spec())
        .setOverwrittenOptionsAllowed(true)
        .setDefaultValueProvider(defaults);
  }

  private static ParseResult parse(CommandLine root, List<String> arguments) {
    try {
      return root.parseArgs(arguments.toArray(new String[0]));
    } catch (ParameterException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new ProblemException(LauncherError.COMMAND_LINE_INVALID, detail(e), e);
    }
  }

  private static String detail(ParameterException e) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return command + ": " + e.getMessage() + ".";
    }
    var spec = e.getCommandLine().getCommandSpec();
    boolean flag = unmatched.isUnknownOption();
    var given = unmatched.getUnmatched().getFirst();
    var what =
        flag
            ? "unknown flag"
            : spec.subcommands().isEmpty() ? "unexpected argument" : "unknown command";
    var meant =
        flag
            ? Nearest.to(nameOf(given), spec.optionsMap().keySet())
            : Nearest.to(given, spec.subcommands().keySet());
    return command
        + ": "
        + what
        + " '"
        + given
        + "'"
        + meant.map(name -> "; did you mean " + name + "?").orElse(".");
  }

  private static String nameOf(String flag) {
    int equals = flag.indexOf('=');
    return equals < 0 ? flag : flag.substring(0, equals);
  }

  /** The first argument that is neither a flag nor the value of one; "" if there is none. */
  private static String commandName(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (!argument.startsWith("-")) {
        return argument;
      }
      if (MinikubeFlags.takesValue(argument)) {
        i++;
      }
    }
    return "";
  }

  private ProblemHandler problems(List<String> arguments) {
    return new ProblemHandler(session, ProblemHandler.wantsJson(arguments));
  }
}
