package dev.coracle.gui.workloads.objects;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Does a piece of work soon after it is asked for, on a thread of its own, and not more often than
 * once in an interval however often it is asked for. What is asked for while it works is done again
 * afterwards.
 */
public final class Pace implements AutoCloseable {
  /** Often enough to look live, seldom enough to leave the FX thread its time. */
  public static final Duration SHOWN = Duration.ofMillis(100);

  private final Duration interval;
  private final Work work;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;

  /** What is done; an interruption means that nobody waits for it any more. */
  @FunctionalInterface
  public interface Work {
    void run() throws InterruptedException;
  }

  public Pace(String name, Duration interval, Work work) {
    this.interval = interval;
    this.work = work;
    thread = Thread.ofVirtual().name(name).start(this::loop);
  }

  public void request() {
    asked.release();
  }

  /** Returns once the FX thread has done something: whoever feeds it too much waits. */
  public static void await(Executor fx, Runnable something) throws InterruptedException {
    var done = new Semaphore(0);
    fx.execute(() -> {
      try {
        something.run();
      } finally {
        done.release();
      }
    });
    done.acquire();
  }

  private void loop() {
    try {
      while (true) {
        asked.acquire();
        asked.drainPermits();
        work.run();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
