package dev.coracle.gui.problem;

import dev.coracle.errors.ErrorCode;

/** What can go wrong in the desktop app only. */
public enum GuiError implements ErrorCode {
  TERMINAL_MISSING(
      Area.HOST, Kind.NOT_FOUND, "Install a terminal such as xterm, or run: coracle ssh."),
  APP_BUG(
      Area.PROGRAM,
      Kind.FAILED,
      "Try again; if it comes back, please report it with the log named above."),

  // Objects of a cluster
  OBJECT_GONE(
      Area.CONTROL_PLANE, Kind.NOT_FOUND, "Nothing needs to be done: the list shows what is left."),
  OBJECT_CONFLICT(
      Area.CONTROL_PLANE,
      Kind.CONFLICT,
      "Look at the difference again; take over what others have set only if you mean to."),
  MANIFEST_INVALID(
      Area.PROGRAM, Kind.USAGE, "Correct the YAML at the place named above, then try again."),
  LOG_UNAVAILABLE(
      Area.RUNTIME,
      Kind.UNAVAILABLE,
      "Wait until the container has started, or choose another one, or its previous run."),
  TERMINAL_UNAVAILABLE(
      Area.RUNTIME,
      Kind.UNAVAILABLE,
      "Choose a container that runs and has a shell, or type another command."),
  PORT_FORWARD_FAILED(
      Area.LOCAL_NETWORK,
      Kind.UNAVAILABLE,
      "Choose another local port, and see that the pod runs and listens on the port."),
  FILE_NOT_SAVED(
      Area.HOST, Kind.PERMISSION, "Choose a directory that you may write to and that has space.");

  private final Area area;
  private final Kind kind;
  private final String advice;

  GuiError(Area area, Kind kind, String advice) {
    this.area = area;
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Area area() {
    return area;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}
