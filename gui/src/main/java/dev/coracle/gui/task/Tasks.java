package dev.coracle.gui.task;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterEvent;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Everything that takes its time, in one place: what runs and what has ended, newest first. Each
 * task has a virtual thread of its own, which is interrupted to cancel it.
 */
public final class Tasks {
  private final Executor fx;
  private final Function<Throwable, Problem> bugs;
  private final ObservableList<Task> tasks = FXCollections.observableArrayList();
  private final ObservableList<Task> shown = FXCollections.unmodifiableObservableList(tasks);

  /**
   * @param fx where tasks and this list change
   * @param bugs says what is to be told of a failure that nobody expected, and keeps its trace
   */
  public Tasks(Executor fx, Function<Throwable, Problem> bugs) {
    this.fx = fx;
    this.bugs = bugs;
  }

  /** For views; belongs to the FX thread. */
  public ObservableList<Task> list() {
    return shown;
  }

  /** Begins a task about a cluster; called on the FX thread, returns at once. */
  public Task run(String title, String cluster, Work work) {
    return run(title, Optional.of(cluster), work);
  }

  /** The same of a task about no cluster. */
  public Task run(String title, Work work) {
    return run(title, Optional.empty(), work);
  }

  private Task run(String title, Optional<String> cluster, Work work) {
    var run = new Run(title, cluster, work);
    tasks.addFirst(run.task);
    run.thread.start();
    return run.task;
  }

  /** Takes those that have ended out of the list. */
  public void clearEnded() {
    tasks.removeIf(task -> task.state().get().isEnded());
  }

  /** Takes one that has ended out of the list. */
  public void dismiss(Task task) {
    if (task.state().get().isEnded()) {
      tasks.remove(task);
    }
  }

  private final class Run {
    final Task task;
    final Thread thread;

    Run(String title, Optional<String> cluster, Work work) {
      thread = Thread.ofVirtual().name(title).unstarted(() -> work(work));
      task = new Task(title, cluster, this::cancel);
    }

    private void cancel() {
      fx.execute(() -> task.become(new TaskState.Cancelling()));
      thread.interrupt();
    }

    private void work(Work work) {
      Consumer<ClusterEvent> events = event -> fx.execute(() -> task.hear(event));
      var end = end(work, events);
      fx.execute(() -> task.become(end));
    }

    private TaskState end(Work work, Consumer<ClusterEvent> events) {
      try {
        work.run(events);
        return new TaskState.Done();
      } catch (InterruptedException e) {
        return new TaskState.Cancelled();
      } catch (ProblemException e) {
        // Reading a file on an interrupted thread fails as if something were wrong with the file.
        return Thread.interrupted() ? new TaskState.Cancelled() : new TaskState.Failed(e.problem());
      } catch (RuntimeException | Error e) {
        return Thread.interrupted()
            ? new TaskState.Cancelled()
            : new TaskState.Failed(bugs.apply(e));
      }
    }
  }
}
