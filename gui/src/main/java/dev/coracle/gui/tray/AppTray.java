package dev.coracle.gui.tray;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.ListChangeListener;

/**
 * Keeps the icon and its menu up to date with the clusters. Belongs to the FX thread; what it has
 * to ask for is asked on a thread of its own.
 */
public final class AppTray implements AutoCloseable {
  private final ClusterList clusters;
  private final TrayDetails details;
  private final Optional<LoginEntry> login;
  private final IconChoice icon;
  private final Messages texts = Messages.of(AppTray.class);
  private final ReadOnlyBooleanWrapper seen = new ReadOnlyBooleanWrapper();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("tray view").factory());
  private final Optional<Tray> tray;
  private final Executor fx;
  private volatile TrayMenu menu;
  private boolean closed;

  /**
   * Begins to look for a panel.
   *
   * @param place makes the icon, of what it shows first and who hears whether a panel shows it, if
   *     this system has any place for it
   * @param login empty where starting at login cannot be chosen
   */
  public AppTray(
      ClusterList clusters,
      TrayDetails details,
      Optional<LoginEntry> login,
      IconChoice icon,
      Executor fx,
      BiFunction<TrayView, Consumer<Boolean>, Optional<Tray>> place) {
    this.clusters = clusters;
    this.details = details;
    this.login = login;
    this.icon = icon;
    this.fx = fx;
    var empty = view(List.of());
    menu = empty.menu();
    tray = place.apply(empty, shown -> fx.execute(() -> seen.set(shown)));
    clusters
        .clusters()
        .addListener(
            (ListChangeListener<Cluster>)
                change -> {
                  while (change.next()) {
                    change.getAddedSubList().forEach(this::follow);
                  }
                  refresh();
                });
    clusters.clusters().forEach(this::follow);
    refresh();
  }

  /** Whether a panel shows it now: without one, a window that is closed cannot be found again. */
  public ReadOnlyBooleanProperty seen() {
    return seen.getReadOnlyProperty();
  }

  private void follow(Cluster cluster) {
    cluster.state().addListener((_, _, _) -> refresh());
    cluster.busy().addListener((_, _, _) -> refresh());
    cluster.problem().addListener((_, _, _) -> refresh());
    cluster.currentContext().addListener((_, _, _) -> refresh());
  }

  /** Shows what is so now; returns at once. */
  public void refresh() {
    if (closed) {
      return;
    }
    var now = clusters.clusters().stream().map(AppTray::look).toList();
    worker.execute(() -> show(now));
  }

  /** What the menu offers now, whether a panel shows it or not; on any thread. */
  public TrayMenu menu() {
    return menu;
  }

  private static Look look(Cluster cluster) {
    return new Look(
        cluster.name(),
        cluster.state().getValue(),
        cluster.busy().getValue(),
        cluster.problem().getValue().isPresent(),
        cluster.currentContext().getValue(),
        cluster.config().getValue().map(config -> config.driver()));
  }

  /** What the window's list knows of a cluster. */
  record Look(
      String name,
      State state,
      boolean busy,
      boolean problem,
      boolean currentContext,
      Optional<String> driver) {}

  private void show(List<Look> looks) {
    try {
      var all = new ArrayList<TrayCluster>();
      for (var look : looks) {
        all.add(details.of(look));
      }
      var view = view(all);
      tray.ifPresent(it -> it.show(view));
      fx.execute(() -> menu = view.menu());
    } catch (InterruptedException e) {
      // It is closed.
      Thread.currentThread().interrupt();
    } catch (ProblemException e) {
      // A cluster went away meanwhile; the list will tell.
      return;
    }
  }

  private TrayView view(List<TrayCluster> all) {
    var tone = icon.tone();
    return new TrayView(
        TrayState.of(all),
        tone,
        TrayMenu.title(all, texts),
        TrayMenu.of(all, login.map(LoginEntry::isOn), tone, texts));
  }

  @Override
  public void close() {
    closed = true;
    worker.shutdownNow();
    tray.ifPresent(Tray::close);
  }
}
