package dev.coracle.gui.workloads.fakes;

import java.time.Duration;

/** For what other threads do in their own time. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Eventually() {}

  /** Repeats an assertion until it holds; fails as it does if it never does. */
  public static void holds(Runnable assertion) throws InterruptedException {
    holds(PATIENCE, assertion);
  }

  /** The same with another patience. */
  public static void holds(Duration patience, Runnable assertion) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }
}
