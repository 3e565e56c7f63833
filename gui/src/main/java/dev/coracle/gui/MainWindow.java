package dev.coracle.gui;

import static java.util.Objects.requireNonNull;

import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.cluster.Navigator;
import dev.coracle.gui.task.TaskPane;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The window: clusters and their pages on the left, the page in the middle, tasks below. */
final class MainWindow {
  private static final double WIDTH = 1080;
  private static final double HEIGHT = 760;

  private final ClusterList clusters;
  private final Tasks tasks;
  private final Navigator navigator;
  private final Messages messages = Messages.of(MainWindow.class);
  private final Runnable newCluster;
  private final WindowMemory memory;
  private final StackPane content = new StackPane();

  /**
   * @param newCluster leads to the form of a new cluster
   */
  MainWindow(
      ClusterList clusters,
      Tasks tasks,
      Navigator navigator,
      Runnable newCluster,
      WindowMemory memory) {
    this.clusters = clusters;
    this.tasks = tasks;
    this.navigator = navigator;
    this.newCluster = newCluster;
    this.memory = memory;
  }

  void fill(Stage stage) {
    content.setId("content");
    navigator.page().addListener((_, _, now) -> showPage(now));
    showPage(navigator.page().get());
    var root = new BorderPane(content);
    root.setLeft(new Sidebar(clusters, navigator, newCluster).node());
    root.setBottom(new TaskPane(tasks).node());
    var scene = new Scene(root, WIDTH, HEIGHT);
    scene
        .getStylesheets()
        .add(requireNonNull(MainWindow.class.getResource("coracle.css")).toExternalForm());
    stage.setTitle(messages.text("window.title"));
    stage.setMinWidth(820);
    stage.setMinHeight(560);
    stage.setScene(scene);
    memory.keep(stage);
    stage.showingProperty().subscribe(_ -> tellSeen(stage));
    stage.iconifiedProperty().subscribe(_ -> tellSeen(stage));
  }

  private void tellSeen(Stage stage) {
    navigator.setSeen(stage.isShowing() && !stage.isIconified());
  }

  private void showPage(Optional<Page> page) {
    content.getChildren().setAll(page.<Node>map(Page::node).stream().toList());
  }
}
