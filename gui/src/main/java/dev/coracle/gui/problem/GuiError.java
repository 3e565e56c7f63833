package dev.coracle.gui.problem;

import dev.coracle.errors.ErrorCode;

/** What can go wrong in the desktop app only. */
public enum GuiError implements ErrorCode {
  TERMINAL_MISSING(
      Area.HOST, Kind.NOT_FOUND, "Install a terminal such as xterm, or run: coracle ssh."),
  APP_BUG(
      Area.PROGRAM,
      Kind.FAILED,
      "Try again; if it comes back, please report it with the log named above.");

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
