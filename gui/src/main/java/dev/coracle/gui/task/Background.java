package dev.coracle.gui.task;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Questions that pages ask: off the FX thread, answered on it. They are no tasks, for nobody has
 * asked for them by name.
 */
public final class Background {
  private final Executor fx;
  private final Function<Throwable, Problem> bugs;

  /** Both as of {@link Tasks}. */
  public Background(Executor fx, Function<Throwable, Problem> bugs) {
    this.fx = fx;
    this.bugs = bugs;
  }

  /** A question that is being asked. */
  public interface Asking extends AutoCloseable {
    /** Asks no more; no answer comes after that. Called on the FX thread. */
    @Override
    void close();
  }

  /** Asks once. */
  public <T> Asking ask(Question<T> question, Consumer<T> answer, Consumer<Problem> refusal) {
    return new Loop<>(Duration.ZERO, question, answer, refusal).start();
  }

  /** Asks again and again, with a pause after each answer. */
  public <T> Asking every(
      Duration pause, Question<T> question, Consumer<T> answer, Consumer<Problem> refusal) {
    return new Loop<>(pause, question, answer, refusal).start();
  }

  private final class Loop<T> implements Asking {
    private final Question<T> question;
    private final Consumer<T> answer;
    private final Consumer<Problem> refusal;
    private final Thread thread;
    private volatile boolean closed;

    Loop(Duration pause, Question<T> question, Consumer<T> answer, Consumer<Problem> refusal) {
      this.question = question;
      this.answer = answer;
      this.refusal = refusal;
      this.thread = Thread.ofVirtual().name("question").unstarted(() -> run(pause));
    }

    Loop<T> start() {
      thread.start();
      return this;
    }

    private void run(Duration pause) {
      try {
        do {
          once();
          Thread.sleep(pause);
        } while (!pause.isZero());
      } catch (InterruptedException e) {
        // It is closed.
        return;
      }
    }

    private void once() throws InterruptedException {
      try {
        var answered = question.answer();
        tell(() -> answer.accept(answered));
      } catch (ProblemException e) {
        tell(() -> refusal.accept(e.problem()));
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        var problem = bugs.apply(e);
        tell(() -> refusal.accept(problem));
      }
    }

    private void tell(Runnable news) {
      fx.execute(() -> {
        if (!closed) {
          news.run();
        }
      });
    }

    @Override
    public void close() {
      closed = true;
      thread.interrupt();
    }
  }
}
