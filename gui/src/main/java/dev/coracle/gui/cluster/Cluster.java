package dev.coracle.gui.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/**
 * One cluster of the list: the same object for as long as the cluster is there. Belongs to the FX
 * thread.
 */
public final class Cluster {
  private final String name;
  private final ReadOnlyObjectWrapper<Sighting> seen;
  private final ObservableValue<State> state;
  private final ObservableValue<Optional<ClusterConfig>> config;
  private final ObservableValue<Optional<Problem>> problem;
  private final ObservableValue<Boolean> busy;
  private final ObservableValue<Boolean> currentContext;

  Cluster(Sighting first) {
    this.name = first.name();
    this.seen = new ReadOnlyObjectWrapper<>(first);
    this.state = of(Sighting::state);
    this.config = of(Sighting::config);
    this.problem = of(Sighting::problem);
    this.busy = of(Sighting::busy);
    this.currentContext = of(Sighting::currentContext);
  }

  private <T> ObservableValue<T> of(Function<Sighting, T> part) {
    return seen.map(part);
  }

  void update(Sighting now) {
    seen.set(now);
  }

  public String name() {
    return name;
  }

  /** Of its VM, as the hypervisor says. */
  public ObservableValue<State> state() {
    return state;
  }

  /** Empty while it is being made, and if its file is broken. */
  public ObservableValue<Optional<ClusterConfig>> config() {
    return config;
  }

  /** Why it cannot be read, if it cannot. */
  public ObservableValue<Optional<Problem>> problem() {
    return problem;
  }

  /** Whether a command is at work on it, of this process or another. */
  public ObservableValue<Boolean> busy() {
    return busy;
  }

  /** Whether kubectl means it when it is not told. */
  public ObservableValue<Boolean> currentContext() {
    return currentContext;
  }

  /** Its name, which is what a screen reader says of it. */
  @Override
  public String toString() {
    return name;
  }
}
