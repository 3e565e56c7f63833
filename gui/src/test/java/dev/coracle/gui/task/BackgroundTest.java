package dev.coracle.gui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.view.PumpedThread;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static final Problem BUG = new Problem(GuiError.APP_BUG, "a bug");

  private final PumpedThread fx = new PumpedThread();
  private final Background background = new Background(fx, _ -> BUG);
  private final List<Object> told = new ArrayList<>();

  @Test
  void answersOnTheFxThread() throws InterruptedException {
    var asker = Thread.currentThread();
    background.ask(() -> !asker.equals(Thread.currentThread()), told::add, told::add);
    fx.until(() -> !told.isEmpty());
    assertThat(told).containsExactly(true);
  }

  @Test
  void tellsAProblemAndABug() throws InterruptedException {
    var problem = new Problem(LauncherError.CLUSTER_NOT_FOUND, "gone");
    background.ask(
        () -> {
          throw new ProblemException(problem);
        },
        told::add,
        told::add);
    fx.until(() -> told.size() == 1);
    background.ask(
        () -> {
          throw new IllegalStateException("unforeseen");
        },
        told::add,
        told::add);
    fx.until(() -> told.size() == 2);
    assertThat(told).containsExactly(problem, BUG);
  }

  @Test
  void asksAgainUntilItIsClosedAndThenIsSilent() throws InterruptedException {
    var asking = background.every(Duration.ofMillis(1), () -> "now", told::add, told::add);
    fx.until(() -> told.size() == 3);
    asking.close();
    fx.settle();
    assertThat(told).hasSize(3);
  }

  @Test
  void closingInterruptsTheQuestion() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var asking =
        background.ask(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              return "late";
            },
            told::add,
            told::add);
    begun.await();
    asking.close();
    interrupted.await();
    fx.settle();
    assertThat(told).isEmpty();
  }
}
