package dev.coracle.vm.process;

/** How a program ended. */
public sealed interface Outcome {
  /** It ended by itself, or by a signal (then code is 128 and the signal's number). */
  record Exited(int code, String output, String errors) implements Outcome {}

  /** It took longer than it may and was killed. */
  record TimedOut(String output, String errors) implements Outcome {}

  /** It never ran. */
  record NotStarted(String reason) implements Outcome {}
}
