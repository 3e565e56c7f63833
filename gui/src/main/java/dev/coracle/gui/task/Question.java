package dev.coracle.gui.task;

/** What is asked away from the FX thread; may block. */
@FunctionalInterface
public interface Question<T> {
  /**
   * Answers it.
   *
   * @throws dev.coracle.errors.ProblemException for what a user can meet; anything else is a bug
   */
  T answer() throws InterruptedException;
}
