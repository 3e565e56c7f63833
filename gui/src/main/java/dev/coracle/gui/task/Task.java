package dev.coracle.gui.task;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.StartStep;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One long action. Everything but {@link #cancel} belongs to the FX thread. */
public final class Task {
  /** Nobody knows how far it is. */
  public static final double UNKNOWN = -1;

  private final String title;
  private final Optional<String> cluster;
  private final ReadOnlyObjectWrapper<TaskState> state =
      new ReadOnlyObjectWrapper<>(new TaskState.Running());
  private final ReadOnlyObjectWrapper<Optional<StartStep>> step =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
  private final ObservableList<Problem> warnings = FXCollections.observableArrayList();
  private final ObservableList<Problem> shownWarnings =
      FXCollections.unmodifiableObservableList(warnings);
  private final ReadOnlyObjectWrapper<Optional<FollowUp>> followUp =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Runnable interrupt;

  Task(String title, Optional<String> cluster, Runnable interrupt) {
    this.title = title;
    this.cluster = cluster;
    this.interrupt = interrupt;
  }

  public String title() {
    return title;
  }

  /** The name of the cluster that it is about, if it is about one. */
  public Optional<String> cluster() {
    return cluster;
  }

  public ReadOnlyObjectProperty<TaskState> state() {
    return state.getReadOnlyProperty();
  }

  /** The step of a start that it is at. */
  public ReadOnlyObjectProperty<Optional<StartStep>> step() {
    return step.getReadOnlyProperty();
  }

  /** What it does now, or what it came to. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** From 0 to 1, or {@link #UNKNOWN}. */
  public ReadOnlyDoubleProperty progress() {
    return progress.getReadOnlyProperty();
  }

  /** What does not work as it should, though the task goes on. */
  public ObservableList<Problem> warnings() {
    return shownWarnings;
  }

  /** What can be done now that it has ended. */
  public ReadOnlyObjectProperty<Optional<FollowUp>> followUp() {
    return followUp.getReadOnlyProperty();
  }

  /** Offers something to be done when it has ended well. */
  public Task offering(FollowUp next) {
    whenEnded(end -> {
      if (end instanceof TaskState.Done) {
        followUp.set(Optional.of(next));
      }
    });
    return this;
  }

  /** Asks it to end early; nothing happens if it has ended. It may still come to a good end. */
  public void cancel() {
    interrupt.run();
  }

  /** Called once when it has ended, at once if it has. */
  public void whenEnded(Consumer<TaskState> action) {
    if (state.get().isEnded()) {
      action.accept(state.get());
      return;
    }
    state.addListener((_, _, now) -> {
      if (now.isEnded()) {
        action.accept(now);
      }
    });
  }

  void become(TaskState next) {
    if (!state.get().isEnded()) {
      state.set(next);
      if (next.isEnded()) {
        progress.set(next instanceof TaskState.Done ? 1 : 0);
      }
    }
  }

  void hear(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.Step begun -> {
        step.set(Optional.of(begun.step()));
        message.set(begun.message());
        progress.set(position(begun.step()));
      }
      case ClusterEvent.GuestPhase phase -> message.set(phase.message());
      case ClusterEvent.Waiting waiting -> message.set(waiting.what());
      case ClusterEvent.Progress part -> {
        message.set(part.artifact());
        if (step.get().isEmpty() && part.total() > 0) {
          progress.set((double) part.done() / part.total());
        }
      }
      case ClusterEvent.Info info -> message.set(info.message());
      case ClusterEvent.Warning warning -> warnings.add(warning.problem());
      case ClusterEvent.Timing _ -> {}
      case ClusterEvent.Done done -> message.set(done.message());
    }
  }

  /** Of a step among all of a start. */
  private static double position(StartStep step) {
    return (stepsUntil(step) - 1.0) / (stepsUntil(StartStep.DONE) - 1.0);
  }

  private static int stepsUntil(StartStep step) {
    return EnumSet.range(StartStep.INITIAL_SETUP, step).size();
  }
}
