package dev.coracle.vm;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that is done whole although the thread that wants it is interrupted: what puts in order what
 * an interrupted command had begun. It runs in a thread of its own, for clearing the interruption
 * is not enough: {@link Thread#interrupt} first wakes its thread and then closes the file that the
 * thread works on, which by then may be one of this work's.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that gives nothing. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void work() throws E, InterruptedException;
  }

  /** Work that gives something. */
  @FunctionalInterface
  public interface Task<T, E extends Exception> {
    T work() throws E, InterruptedException;
  }

  /** Returns when the work is done. A calling thread that is or gets interrupted stays so. */
  public static <E extends Exception> void run(Work<E> work) throws E, InterruptedException {
    Uninterrupted.<Boolean, E>call(() -> {
      work.work();
      return true;
    });
  }

  /** The same, with what the work gives. */
  public static <T, E extends Exception> T call(Task<T, E> task) throws E, InterruptedException {
    var running = new FutureTask<T>(task::work);
    Thread.ofVirtual().start(running);
    boolean interrupted = Thread.interrupted();
    try {
      while (!running.isDone()) {
        try {
          running.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          break;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (running.state() == FutureTask.State.FAILED) {
      Uninterrupted.<E>rethrow(running.exceptionNow());
    }
    return running.resultNow();
  }

  /** As it is: the work throws nothing that its type does not tell. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }
}
