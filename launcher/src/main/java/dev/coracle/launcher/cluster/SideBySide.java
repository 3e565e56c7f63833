package dev.coracle.launcher.cluster;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of work of one use case that run at the same time, each on a virtual thread. The first
 * failure, or an interruption of the owner, interrupts the others and waits for them.
 */
final class SideBySide implements AutoCloseable {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorCompletionService<Object> completed =
      new ExecutorCompletionService<>(executor);
  private final List<Future<?>> running = new ArrayList<>();
  private final Report report;

  SideBySide(Report report) {
    this.report = report;
  }

  /** Starts a piece of work. Its value is there once {@link #await} has returned. */
  <T> Result<T> start(String what, Work<T> work) {
    var result = new Result<T>();
    running.add(
        completed.submit(() -> {
          result.value = report.timed(what, work);
          return result;
        }));
    return result;
  }

  /** Waits for all that was started; throws what the first to fail threw. */
  void await() throws InterruptedException {
    for (int left = running.size(); left > 0; left--) {
      try {
        completed.take().get();
      } catch (ExecutionException e) {
        throw rethrown(requireNonNull(e.getCause()));
      }
    }
    running.clear();
  }

  /** Interrupts what still runs and waits for it. */
  @Override
  public void close() {
    executor.shutdownNow();
    executor.close();
  }

  private static RuntimeException rethrown(Throwable failure) throws InterruptedException {
    return switch (failure) {
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(failure);
    };
  }

  /** What a piece of work came to. */
  static final class Result<T> {
    private volatile @Nullable T value;

    /** Only after {@link SideBySide#await}. */
    T get() {
      var there = value;
      if (there == null) {
        throw new IllegalStateException("not done yet");
      }
      return there;
    }
  }
}
