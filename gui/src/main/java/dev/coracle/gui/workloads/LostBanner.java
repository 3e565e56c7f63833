package dev.coracle.gui.workloads;

import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** Says that what is seen is what was told last, while a running cluster does not answer. */
final class LostBanner {
  private final WorkloadsModel model;
  private final Label node;

  LostBanner(WorkloadsModel model) {
    this.model = model;
    node =
        new Label(
            Messages.of(LostBanner.class).text("workloads.lost"),
            new FontIcon(MaterialDesignL.LAN_DISCONNECT));
    node.setId("lost");
    node.getStyleClass().add("lost");
    node.setMaxWidth(Double.MAX_VALUE);
    node.setWrapText(true);
    node.managedProperty().bind(node.visibleProperty());
    model.table().state().subscribe(this::show);
    model.session().subscribe(this::show);
    show();
  }

  private void show() {
    node.setVisible(
        model.table().state().get() instanceof LiveObjects.State.Lost
            && model.state().getValue() == State.RUNNING);
  }

  Node node() {
    return node;
  }
}
