package dev.coracle.gui;

import dev.coracle.gui.addons.AddonsPage;
import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.cluster.ClusterPages;
import dev.coracle.gui.cluster.Navigator;
import dev.coracle.gui.cluster.NewClusterPage;
import dev.coracle.gui.cluster.OverviewPage;
import dev.coracle.gui.cluster.WelcomePage;
import dev.coracle.gui.diagnostics.DiagnosticsPage;
import dev.coracle.gui.images.ImagesPage;
import dev.coracle.gui.problem.Bugs;
import dev.coracle.gui.settings.SettingsPage;
import dev.coracle.gui.snapshots.SnapshotsPage;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.workloads.WorkloadPages;
import dev.coracle.launcher.Launcher;
import java.util.List;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The one place where the app is put together. Belongs to the FX thread. */
final class Desktop implements AutoCloseable {
  private final Launcher launcher;
  private final ClusterList clusters;
  private final Tasks tasks;
  private final Background background;
  private final ClusterActions actions;
  private final Dashboards dashboards;
  private final Navigator navigator;
  private final FxThread fx;
  private final AppHost host;
  private @Nullable Presence presence;

  /** On a desktop that has no panel. */
  Desktop(Launcher launcher, FxThread fx) {
    this(launcher, fx, AppHost.none());
  }

  Desktop(Launcher launcher, FxThread fx, AppHost host) {
    this.fx = fx;
    this.host = host;
    var bugs = new Bugs(launcher);
    this.launcher = launcher;
    clusters = new ClusterList(launcher, fx);
    tasks = new Tasks(fx, bugs::problem);
    background = new Background(fx, bugs::problem);
    actions = new ClusterActions(launcher, tasks, clusters);
    dashboards = new Dashboards(launcher);
    navigator =
        new Navigator(
            clusters,
            features(),
            () -> new WelcomePage(actions, launcher, background, this::openNewCluster));
  }

  /** Each feature's pages, in the order of the window. */
  private List<ClusterPages> features() {
    return List.of(
        cluster -> List.of(new OverviewPage(cluster, actions, launcher, background)),
        new WorkloadPages(launcher, actions, tasks, background, dashboards, host.browse(), fx),
        cluster ->
            List.of(
                new AddonsPage(cluster, launcher, tasks, background, dashboards, host.browse())),
        cluster -> List.of(new ImagesPage(cluster, launcher.clusterImages(), tasks, fx)),
        cluster -> List.of(new SnapshotsPage(cluster, actions, launcher, tasks, background)),
        cluster -> List.of(new SettingsPage(cluster, launcher, tasks, background)),
        cluster -> List.of(new DiagnosticsPage(cluster, launcher, tasks, background)));
  }

  private void openNewCluster() {
    navigator.open(newCluster());
  }

  void show(Stage stage) {
    fill(stage);
    stage.show();
  }

  /** Shows the icon in the panel only, or the window if there is no panel. */
  void showHidden(Stage stage) {
    fill(stage).raiseUnlessSeen();
  }

  /** Somebody wants to see the window. */
  void raise() {
    if (presence != null) {
      presence.raise();
    }
  }

  private Presence fill(Stage stage) {
    var memory = new WindowMemory(launcher.home().resolve("config").resolve("gui-window.json"));
    new MainWindow(clusters, tasks, navigator, this::openNewCluster, memory).fill(stage);
    var made = new Presence(this, stage, fx);
    presence = made;
    clusters.start();
    return made;
  }

  Launcher launcher() {
    return launcher;
  }

  AppHost host() {
    return host;
  }

  ClusterList clusters() {
    return clusters;
  }

  ClusterActions actions() {
    return actions;
  }

  Dashboards dashboards() {
    return dashboards;
  }

  Tasks tasks() {
    return tasks;
  }

  Navigator navigator() {
    return navigator;
  }

  /** The page on which a cluster is made. */
  Page newCluster() {
    return new NewClusterPage(launcher, clusters, actions, navigator);
  }

  @Override
  public void close() {
    if (presence != null) {
      presence.close();
    }
    fx.execute(navigator::close);
    dashboards.close();
    clusters.close();
  }
}
