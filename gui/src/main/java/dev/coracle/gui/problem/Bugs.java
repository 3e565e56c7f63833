package dev.coracle.gui.problem;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.FailureLog;
import dev.coracle.launcher.Launcher;

/** Failures that nobody expected: told as a problem, their trace kept in a file. */
public final class Bugs {
  private final Launcher launcher;

  public Bugs(Launcher launcher) {
    this.launcher = launcher;
  }

  /** What is to be told of it. */
  public Problem problem(Throwable bug) {
    var code = FailureLog.code(bug);
    var log =
        launcher
            .keepTrace("bug-" + code, bug)
            .map(file -> "Log: " + file)
            .orElse("The log could not be written.");
    var kind = bug.getClass().getSimpleName();
    return new Problem(
        GuiError.APP_BUG, "This is a bug in Coracle, code " + code + " (" + kind + "). " + log);
  }
}
