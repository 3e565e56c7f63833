package dev.coracle.gui.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.store.Home;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The clusters of the home, by name, kept up to date: what a command does in a terminal shows here
 * within a second. Files are looked at often, hypervisors asked when a file has changed and every
 * few seconds; both on a thread of its own.
 */
public final class ClusterList implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(400);

  /** For what changes no file, such as a hypervisor's process that is killed. */
  private static final Duration ASK = Duration.ofSeconds(3);

  private final Launcher launcher;
  private final Home home;
  private final Executor fx;
  private final ObservableList<Cluster> clusters = FXCollections.observableArrayList();
  private final ObservableList<Cluster> shownClusters =
      FXCollections.unmodifiableObservableList(clusters);
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("cluster list").unstarted(this::watch);

  public ClusterList(Launcher launcher, Executor fx) {
    this.launcher = launcher;
    this.home = new Home(launcher.home());
    this.fx = fx;
  }

  /** Belongs to the FX thread. */
  public ObservableList<Cluster> clusters() {
    return shownClusters;
  }

  /** Whether the clusters have been read at all. */
  public ReadOnlyBooleanProperty loaded() {
    return loaded.getReadOnlyProperty();
  }

  /** Why they could not be read, if they could not. */
  public ReadOnlyObjectProperty<Optional<Problem>> problem() {
    return problem.getReadOnlyProperty();
  }

  public Optional<Cluster> find(String name) {
    return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
  }

  public void start() {
    thread.start();
  }

  /** Looks and asks now; returns at once. */
  public void refresh() {
    asked.release();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    var files = new HomeFiles(home);
    try {
      boolean now = true;
      long lastAsked = System.nanoTime();
      while (true) {
        if (files.haveChanged() || now || System.nanoTime() - lastAsked > ASK.toNanos()) {
          lastAsked = System.nanoTime();
          look();
        }
        now = asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        asked.drainPermits();
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  /** One look, as it is repeated. */
  void look() throws InterruptedException {
    try {
      var seen = sightings();
      fx.execute(() -> show(seen));
    } catch (ProblemException e) {
      fx.execute(() -> problem.set(Optional.of(e.problem())));
    }
  }

  private List<Sighting> sightings() throws InterruptedException {
    // Who is made is looked at first: a start that ends meanwhile is in the list then.
    var busy = home.clusterNames().stream().filter(home::isClusterLocked).toList();
    var profiles = launcher.listProfiles().run(false);
    var all = new ArrayList<Sighting>();
    for (var profile : profiles.valid()) {
      all.add(
          new Sighting(
              profile.name(),
              profile.status(),
              Optional.of(profile.config()),
              Optional.empty(),
              busy.contains(profile.name()),
              profile.currentContext()));
    }
    for (var broken : profiles.invalid()) {
      all.add(
          new Sighting(
              broken.name(),
              State.ERROR,
              Optional.empty(),
              Optional.of(broken.problem()),
              busy.contains(broken.name()),
              false));
    }
    for (var name : busy) {
      if (all.stream().noneMatch(it -> it.name().equals(name))) {
        all.add(
            new Sighting(name, State.STARTING, Optional.empty(), Optional.empty(), true, false));
      }
    }
    all.sort(Comparator.comparing(Sighting::name));
    return all;
  }

  private void show(List<Sighting> seen) {
    clusters.removeIf(cluster -> seen.stream().noneMatch(it -> it.name().equals(cluster.name())));
    for (int i = 0; i < seen.size(); i++) {
      var now = seen.get(i);
      if (i < clusters.size() && clusters.get(i).name().equals(now.name())) {
        clusters.get(i).update(now);
      } else {
        clusters.add(i, new Cluster(now));
      }
    }
    problem.set(Optional.empty());
    loaded.set(true);
  }
}
