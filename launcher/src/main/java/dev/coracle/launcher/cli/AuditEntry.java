package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the audit log keeps of a command: of its arguments only what cannot be secret. */
final class AuditEntry {
  private final Launcher launcher;
  private final Instant begin = Instant.now();
  private String profile = "";

  AuditEntry(Launcher launcher) {
    this.launcher = launcher;
  }

  void about(String cluster) {
    profile = cluster;
  }

  /** A log that cannot be written is no reason for a command to fail that went well. */
  void write(String command, List<String> arguments, int exitCode) {
    try {
      launcher
          .audit()
          .append(
              harmless(command, arguments),
              profile,
              begin,
              Duration.between(begin, Instant.now()),
              exitCode);
    } catch (ProblemException e) {
      // Said above.
    }
  }

  /** The command's name and the names of its flags, up to what is another program's. */
  static List<String> harmless(String command, List<String> arguments) {
    var kept = new ArrayList<String>();
    kept.add(command);
    for (var argument : arguments) {
      if (endsOwnFlags(argument)) {
        break;
      }
      if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        kept.add(equals < 0 ? argument : argument.substring(0, equals));
      } else if (argument.startsWith("-") && argument.length() > 1) {
        kept.add(argument.substring(0, 2));
      }
    }
    return kept;
  }

  /** What follows these is the command line of another program. */
  static boolean endsOwnFlags(String argument) {
    return argument.equals("--") || argument.equals("kubectl") || argument.equals("ssh");
  }
}
