package dev.coracle.gui.workloads;

import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ClusterPages;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.workloads.objects.ClusterAccess;
import dev.coracle.launcher.Launcher;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The page about what runs in a cluster. */
public final class WorkloadPages implements ClusterPages {
  private final Launcher launcher;
  private final ClusterActions clusters;
  private final Tasks tasks;
  private final Background background;
  private final Dashboards dashboards;
  private final Consumer<URI> browse;
  private final Executor fx;

  /**
   * @param browse opens an address in the user's browser
   */
  public WorkloadPages(
      Launcher launcher,
      ClusterActions clusters,
      Tasks tasks,
      Background background,
      Dashboards dashboards,
      Consumer<URI> browse,
      Executor fx) {
    this.launcher = launcher;
    this.clusters = clusters;
    this.tasks = tasks;
    this.background = background;
    this.dashboards = dashboards;
    this.browse = browse;
    this.fx = fx;
  }

  @Override
  public List<Page> of(Cluster cluster) {
    var name = cluster.name();
    var model =
        new WorkloadsModel(
            name,
            () -> ClusterAccess.connect(launcher.apiAccess().run(name)),
            cluster.state(),
            tasks,
            fx);
    var dashboard = new OpenInDashboard(name, dashboards, tasks, background, browse);
    return List.of(
        new WorkloadsPage(model, dashboard, () -> clusters.start(name), browse, tasks, fx));
  }
}
