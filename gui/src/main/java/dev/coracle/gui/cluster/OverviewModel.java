package dev.coracle.gui.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ClusterStatus;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.ReadStatus.LastStep;
import dev.coracle.launcher.cluster.StartStep;
import dev.coracle.launcher.cluster.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the overview tells of a cluster, asked anew every two seconds while it is seen. */
final class OverviewModel {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int SAMPLES = 90;
  private static final int EVENTS = 12;

  /**
   * One look at a cluster.
   *
   * @param step of the start that goes on
   * @param driver which and why
   * @param usage empty while it does not run
   * @param events newest first
   */
  record Look(
      ClusterStatus status,
      Optional<LastStep> step,
      Optional<String> driver,
      List<Problem> problems,
      Optional<Usage> usage,
      List<HistoryEntry> events) {}

  private final Cluster cluster;
  private final Launcher launcher;
  private final ReadOnlyObjectWrapper<Optional<Look>> look =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<Usage> usage = FXCollections.observableArrayList();
  private final WhileShown asking;

  OverviewModel(Cluster cluster, Launcher launcher, Background background) {
    this.cluster = cluster;
    this.launcher = launcher;
    asking = new WhileShown(() -> background.every(PAUSE, this::read, this::show, this::refuse));
  }

  void start() {
    asking.begin();
  }

  void stop() {
    asking.end();
  }

  /** Empty until the first answer. */
  ReadOnlyObjectProperty<Optional<Look>> look() {
    return look.getReadOnlyProperty();
  }

  /** Why there is no answer, if there is none. */
  ReadOnlyObjectProperty<Optional<Problem>> problem() {
    return problem.getReadOnlyProperty();
  }

  /** Oldest first; none of an earlier run of the node. */
  ObservableList<Usage> usage() {
    return usage;
  }

  private void show(Look now) {
    problem.set(Optional.empty());
    if (now.usage().isEmpty()) {
      usage.clear();
    }
    now.usage().ifPresent(usage::add);
    if (usage.size() > SAMPLES) {
      usage.removeFirst();
    }
    look.set(Optional.of(now));
  }

  private void refuse(Problem why) {
    problem.set(Optional.of(why));
  }

  /** From 0 to 1, of a start's steps; empty if no start goes on. */
  static Optional<Double> progress(Look look) {
    return look.step()
        .filter(LastStep::goesOn)
        .flatMap(OverviewModel::stepOf)
        .map(step -> (double) until(step) / until(StartStep.DONE));
  }

  static Optional<StartStep> stepOf(LastStep last) {
    return EnumSet.allOf(StartStep.class).stream()
        .filter(it -> it.title().equals(last.step()))
        .findFirst();
  }

  private static int until(StartStep step) {
    return EnumSet.range(StartStep.INITIAL_SETUP, step).size();
  }

  private Look read() throws InterruptedException {
    var name = cluster.name();
    var status = launcher.readStatus().run(name);
    var step = launcher.readStatus().lastStep(name);
    if (status.kubernetesVersion().isEmpty()) {
      return new Look(status, step, Optional.empty(), List.of(), Optional.empty(), List.of());
    }
    var config = launcher.readClusterConfig().run(name);
    return new Look(status, step, driver(config), problems(config), usage(status), events());
  }

  private Optional<String> driver(ClusterConfig config) throws InterruptedException {
    var known = look.get().flatMap(Look::driver);
    if (known.isPresent()) {
      return known;
    }
    try {
      return Optional.of(launcher.drivers().choose(config.driver()).reason());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private List<Problem> problems(ClusterConfig config) throws InterruptedException {
    try {
      var vm = launcher.drivers().named(config.driver()).find(config.name());
      return vm.isPresent() ? vm.get().problems() : List.of();
    } catch (ProblemException e) {
      return List.of(e.problem());
    }
  }

  /** What cannot be measured is no problem of its own: the API server may only just be starting. */
  private Optional<Usage> usage(ClusterStatus status) throws InterruptedException {
    if (status.apiServer() != State.RUNNING) {
      return Optional.empty();
    }
    try {
      return launcher.readUsage().run(cluster.name());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private List<HistoryEntry> events() throws InterruptedException {
    var last = new ArrayDeque<HistoryEntry>();
    launcher
        .readEvents()
        .run(
            cluster.name(),
            false,
            line ->
                HistoryEntry.of(line)
                    .ifPresent(entry -> {
                      last.addFirst(entry);
                      if (last.size() > EVENTS) {
                        last.removeLast();
                      }
                    }));
    return new ArrayList<>(last);
  }
}
