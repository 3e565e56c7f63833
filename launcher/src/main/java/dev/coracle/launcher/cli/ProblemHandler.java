package dev.coracle.launcher.cli;

import dev.coracle.errors.ErrorCode.Kind;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.FailureLog;
import java.util.LinkedHashMap;
import java.util.List;

/** Shows what went wrong, and finds the exit code for it. */
final class ProblemHandler {
  private static final int BUG = 1;

  private final Session session;
  private final boolean json;

  ProblemHandler(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /** Also when the command line could not be read at all. */
  static boolean wantsJson(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (argument.equals("--")) {
        return false;
      }
      if (argument.equals("-ojson")
          || argument.equals("-o=json")
          || argument.equals("--output=json")) {
        return true;
      }
      if ((argument.equals("-o") || argument.equals("--output"))
          && i + 1 < arguments.size()
          && arguments.get(i + 1).equals("json")) {
        return true;
      }
    }
    return false;
  }

  /** Anything but a {@link ProblemException} is a bug. */
  int show(Throwable failure) {
    // Reading a file on an interrupted thread fails as if something were wrong with the file.
    if (Thread.interrupted()) {
      return showInterruption();
    }
    return failure instanceof ProblemException known
        ? show(known.problem(), known)
        : showBug(failure);
  }

  int showInterruption() {
    session.err().println("Interrupted.");
    return Cli.INTERRUPTED;
  }

  private int show(Problem problem, ProblemException failure) {
    var code = problem.code();
    if (json) {
      printJson(code.name(), problem.detail(), code.advice(), code.exitCode());
      return code.exitCode();
    }
    session.err().println("X " + code.name() + ": " + problem.detail());
    session.err().println("  " + code.advice());
    if (code.kind() != Kind.USAGE) {
      var log =
          FailureLog.write(session.launcher().home(), "problem", failure, session.environment());
      log.ifPresent(file -> session.err().println("  Log: " + file));
    }
    return code.exitCode();
  }

  private int showBug(Throwable bug) {
    var code = FailureLog.code(bug);
    var log =
        FailureLog.write(session.launcher().home(), "bug-" + code, bug, session.environment());
    var where = log.map(file -> "Log: " + file).orElse("The log could not be written.");
    var detail =
        "This is a bug in Coracle, code " + code + " (" + bug.getClass().getSimpleName() + ").";
    if (json) {
      printJson("BUG", detail, where, BUG);
    } else {
      session.err().println("X " + detail);
      session.err().println("  Please report it with the log. " + where);
    }
    return BUG;
  }

  private void printJson(String id, String message, String advice, int exitCode) {
    var data = new LinkedHashMap<String, String>();
    data.put("message", message);
    data.put("exitcode", String.valueOf(exitCode));
    data.put("name", id);
    data.put("advice", advice);
    data.put("url", "");
    data.put("issues", "");
    session.out().println(CloudEvent.line("error", data));
  }
}
