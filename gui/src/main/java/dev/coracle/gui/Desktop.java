package dev.coracle.gui;

import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.cluster.ClusterPages;
import dev.coracle.gui.cluster.Navigator;
import dev.coracle.gui.cluster.OverviewPage;
import dev.coracle.gui.cluster.WelcomePage;
import dev.coracle.gui.problem.Bugs;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.launcher.Launcher;
import java.util.List;
import javafx.stage.Stage;

/** The one place where the app is put together. Belongs to the FX thread. */
final class Desktop implements AutoCloseable {
  private final ClusterList clusters;
  private final Tasks tasks;
  private final ClusterActions actions;
  private final Navigator navigator;

  Desktop(Launcher launcher, FxThread fx) {
    var bugs = new Bugs(launcher);
    clusters = new ClusterList(launcher, fx);
    tasks = new Tasks(fx, bugs::problem);
    actions = new ClusterActions(launcher, tasks, clusters);
    navigator = new Navigator(clusters, features(), () -> new WelcomePage(actions));
  }

  /** Each feature's pages, in the order of the window. */
  private List<ClusterPages> features() {
    return List.of(cluster -> List.of(new OverviewPage(cluster, actions)));
  }

  void show(Stage stage) {
    new MainWindow(clusters, tasks, navigator).show(stage);
    clusters.start();
  }

  @Override
  public void close() {
    clusters.close();
  }
}
