package dev.coracle.gui.view;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A test's own thread as the FX thread: what comes for it is run while the test waits. */
public final class PumpedThread implements Executor {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable next) {
    work.add(next);
  }

  /** Runs what comes until the condition holds, which has to be in a minute. */
  public void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      var next = work.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("it did not come to that in " + PATIENCE);
      }
      next.run();
    }
  }

  /** Runs what has come so far. */
  public void settle() {
    for (var next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }
}
