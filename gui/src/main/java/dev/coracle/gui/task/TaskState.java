package dev.coracle.gui.task;

import dev.coracle.errors.Problem;

/** Where a task is. */
public sealed interface TaskState {
  record Running() implements TaskState {}

  /** It was asked to end early, and has not yet. */
  record Cancelling() implements TaskState {}

  record Done() implements TaskState {}

  record Failed(Problem problem) implements TaskState {}

  record Cancelled() implements TaskState {}

  /** Whether nothing more comes. */
  default boolean isEnded() {
    return switch (this) {
      case Running _, Cancelling _ -> false;
      case Done _, Failed _, Cancelled _ -> true;
    };
  }
}
