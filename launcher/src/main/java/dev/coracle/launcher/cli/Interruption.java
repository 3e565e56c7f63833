package dev.coracle.launcher.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Ctrl-C and SIGTERM interrupt the work, which then puts in order what it had begun. */
final class Interruption {
  private static final long PATIENCE_SECONDS = 60;

  private Interruption() {}

  /**
   * Runs the work on this thread.
   *
   * @return its exit code, with which the process also ends if a signal came in between
   */
  static int guard(IntSupplier work) {
    var hook = new Hook(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(hook);
    int code = 1;
    try {
      code = work.getAsInt();
    } finally {
      hook.finish(code);
    }
    return code;
  }

  /** Runs when the process is about to end, whatever the reason. */
  private static final class Hook extends Thread {
    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code;

    Hook(Thread worker) {
      this.worker = worker;
    }

    void finish(int exitCode) {
      code = exitCode;
      finished.countDown();
    }

    @Override
    public void run() {
      if (finished.getCount() == 0) {
        return;
      }
      worker.interrupt();
      try {
        if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          code = Cli.INTERRUPTED;
        }
      } catch (InterruptedException e) {
        code = Cli.INTERRUPTED;
      }
      Runtime.getRuntime().halt(code);
    }
  }
}
