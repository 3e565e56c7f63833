package dev.coracle.gui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.view.PumpedThread;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.StartStep;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TasksTest {
  private static final Problem BUG = new Problem(GuiError.APP_BUG, "a bug");

  private final PumpedThread fx = new PumpedThread();
  private final Tasks tasks = new Tasks(fx, _ -> BUG);

  @Test
  void tellsWhatItDoesAndThatItIsDone() throws InterruptedException {
    var task =
        tasks.run(
            "Start dev",
            "dev",
            events -> {
              events.accept(new ClusterEvent.Step(StartStep.CREATING_VM, "Waking the VM"));
              events.accept(new ClusterEvent.Done("Ready.", Duration.ZERO));
            });
    assertThat(end(task)).isEqualTo(new TaskState.Done());
    assertThat(task.cluster()).contains("dev");
    assertThat(task.step().get()).contains(StartStep.CREATING_VM);
    assertThat(task.message().get()).isEqualTo("Ready.");
    assertThat(task.progress().get()).isEqualTo(1);
  }

  @Test
  void goesForwardWithTheStepsOfAStartAndWithBytes() {
    var task = new Task("Start dev", Optional.empty(), () -> {});
    assertThat(task.progress().get()).isEqualTo(Task.UNKNOWN);
    task.hear(new ClusterEvent.Progress("image", 1, 4));
    assertThat(task.progress().get()).isEqualTo(0.25);
    task.hear(new ClusterEvent.Step(StartStep.CREATING_VM, "Waking the VM"));
    double halfWay = task.progress().get();
    task.hear(new ClusterEvent.Progress("image", 1, 100));
    assertThat(task.progress().get()).isEqualTo(halfWay);
    task.hear(new ClusterEvent.Step(StartStep.VERIFYING_KUBERNETES, "Ready"));
    assertThat(task.progress().get()).isBetween(halfWay, 1.0);
  }

  @Test
  void aFailureIsItsProblem() throws InterruptedException {
    var problem = new Problem(LauncherError.CLUSTER_NOT_FOUND, "There is no cluster \"dev\".");
    var task =
        tasks.run(
            "Start dev",
            _ -> {
              throw new ProblemException(problem);
            });
    assertThat(end(task)).isEqualTo(new TaskState.Failed(problem));
  }

  @Test
  void anythingElseIsABug() throws InterruptedException {
    var task =
        tasks.run(
            "Start dev",
            _ -> {
              throw new IllegalStateException("unforeseen");
            });
    assertThat(end(task)).isEqualTo(new TaskState.Failed(BUG));
  }

  @Test
  void cancellingInterruptsIt() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var task =
        tasks.run(
            "Start dev",
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    begun.await();
    task.cancel();
    assertThat(end(task)).isEqualTo(new TaskState.Cancelled());
    task.cancel();
    assertThat(task.state().get()).isEqualTo(new TaskState.Cancelled());
  }

  @Test
  void newestComeFirstAndOnlyEndedOnesAreDismissed() throws InterruptedException {
    var go = new CountDownLatch(1);
    var first = tasks.run("first", _ -> go.await());
    var second = tasks.run("second", _ -> {});
    end(second);
    tasks.dismiss(first);
    assertThat(tasks.list()).containsExactly(second, first);
    tasks.clearEnded();
    assertThat(tasks.list()).containsExactly(first);
    go.countDown();
    end(first);
    tasks.dismiss(first);
    assertThat(tasks.list()).isEmpty();
  }

  private TaskState end(Task task) throws InterruptedException {
    var ends = new ArrayList<TaskState>();
    task.whenEnded(ends::add);
    fx.until(() -> !ends.isEmpty());
    return ends.getFirst();
  }
}
