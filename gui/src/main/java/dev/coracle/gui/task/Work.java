package dev.coracle.gui.task;

import dev.coracle.launcher.cluster.ClusterEvent;
import java.util.function.Consumer;

/** What a task does. It may block; an interruption means that it was cancelled. */
@FunctionalInterface
public interface Work {
  /**
   * Returns when it is done.
   *
   * @param events what it tells meanwhile, from any thread
   * @throws dev.coracle.errors.ProblemException for what a user can meet; anything else is a bug
   */
  void run(Consumer<ClusterEvent> events) throws InterruptedException;
}
