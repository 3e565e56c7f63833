package dev.coracle.gui.images;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.task.Task;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.Work;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterImages;
import dev.coracle.launcher.kube.NodeImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The images of one cluster, and what can be done with them. Belongs to the FX thread. */
final class ImagesModel {
  private final String cluster;
  private final ClusterImages use;
  private final Tasks tasks;
  private final Executor fx;
  private final Messages texts = Messages.of(ImagesModel.class);
  private final ObservableList<NodeImage> images = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");

  ImagesModel(String cluster, ClusterImages use, Tasks tasks, Executor fx) {
    this.cluster = cluster;
    this.use = use;
    this.tasks = tasks;
    this.fx = fx;
    hint.set(texts.text("images.reading"));
  }

  ObservableList<NodeImage> images() {
    return images;
  }

  /** What to say where there is no image. */
  ReadOnlyStringProperty hint() {
    return hint.getReadOnlyProperty();
  }

  /** Asks the node; returns at once. */
  void refresh() {
    Thread.ofVirtual().name("images").start(this::read);
  }

  private void read() {
    try {
      var found = use.list(cluster);
      fx.execute(() -> show(found, texts.text("images.none")));
    } catch (ProblemException e) {
      // One that sleeps is no failure, and a failed one says what to do.
      var why = e.problem().detail() + "\n" + e.problem().code().advice();
      fx.execute(() -> show(List.of(), why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(List<NodeImage> found, String otherwise) {
    hint.set(otherwise);
    if (!images.equals(found)) {
      images.setAll(found);
    }
  }

  Task load(Path archive) {
    var name = String.valueOf(archive.getFileName());
    return run("images.task.load", name, events -> use.load(cluster, archive, events));
  }

  Task pull(String image) {
    return run("images.task.pull", image, _ -> use.pull(cluster, image));
  }

  Task remove(NodeImage image) {
    return run("images.task.remove", image.name(), _ -> use.remove(cluster, image.name()));
  }

  private Task run(String title, String image, Work work) {
    var task = tasks.run(texts.text(title, image, cluster), cluster, work);
    task.whenEnded(_ -> refresh());
    return task;
  }
}
