package dev.coracle.gui;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.cluster.Navigator;
import dev.coracle.gui.cluster.StateMark;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The clusters with their states, and the pages of the one that is selected. */
final class Sidebar {
  private static final double WIDTH = 230;
  private static final double ROW = 34;
  private static final int SHOWN_AT_LEAST = 5;
  private static final int SHOWN_AT_MOST = 8;

  private final Navigator navigator;
  private final Messages messages = Messages.of(Sidebar.class);
  private final ListView<Cluster> clusterList;
  private final ListView<Page> pageList;
  private final VBox node;

  Sidebar(ClusterList clusters, Navigator navigator, Runnable newCluster) {
    this.navigator = navigator;
    clusterList = list("clusters", clusters.clusters());
    clusterList.setCellFactory(_ -> new ClusterCell());
    var items = clusters.clusters();
    // A selection that is made while an item comes is moved on by that: it is made once more.
    items.addListener(
        (ListChangeListener<Cluster>)
            _ -> {
              fitHeight(items);
              select(navigator.cluster().get());
            });
    fitHeight(items);
    pageList = list("pages", navigator.pages());
    pageList.setCellFactory(_ -> new PageCell());
    VBox.setVgrow(pageList, Priority.ALWAYS);
    node = new VBox(heading("sidebar.clusters"), clusterList, newButton(newCluster), pageList);
    node.getStyleClass().add("sidebar");
    node.setPrefWidth(WIDTH);
    node.setMinWidth(WIDTH);
    followSelection();
  }

  Node node() {
    return node;
  }

  private <T> ListView<T> list(String id, ObservableList<T> items) {
    var list = new ListView<>(items);
    list.setId(id);
    list.setFixedCellSize(ROW);
    list.setAccessibleText(messages.text("sidebar." + id));
    list.getStyleClass().addAll(Styles.DENSE, "nav");
    return list;
  }

  private void select(Optional<Cluster> cluster) {
    clusterList.getSelectionModel().select(cluster.orElse(null));
  }

  /** As high as its clusters, within reason; gone while there is none. */
  private void fitHeight(ObservableList<Cluster> items) {
    clusterList.setVisible(!items.isEmpty());
    clusterList.setManaged(!items.isEmpty());
    clusterList.setMinHeight(Math.min(items.size(), SHOWN_AT_LEAST) * ROW + 2);
    clusterList.setPrefHeight(Math.min(items.size(), SHOWN_AT_MOST) * ROW + 2);
  }

  private Button newButton(Runnable newCluster) {
    var button = new Button(messages.text("sidebar.new"), new FontIcon(MaterialDesignP.PLUS));
    button.setId("new-cluster");
    button.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAlignment(Pos.CENTER_LEFT);
    button.setOnAction(_ -> newCluster.run());
    VBox.setMargin(button, new Insets(2, 8, 12, 8));
    return button;
  }

  private Label heading(String key) {
    var label = new Label(messages.text(key));
    label.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_BOLD, Styles.TEXT_MUTED, "heading");
    return label;
  }

  /** Selections of the lists lead there, and where somebody was led is selected. */
  private void followSelection() {
    clusterList
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(cluster -> Optional.ofNullable(cluster).ifPresent(navigator::select));
    pageList
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(page -> Optional.ofNullable(page).map(Page::id).ifPresent(navigator::open));
    navigator.cluster().subscribe(this::select);
    navigator.page().subscribe(page -> pageList.getSelectionModel().select(page.orElse(null)));
  }

  private static final class ClusterCell extends ListCell<Cluster> {
    @Override
    protected void updateItem(@Nullable Cluster cluster, boolean empty) {
      super.updateItem(cluster, empty);
      setText(null);
      setGraphic(null);
      if (cluster != null && !empty) {
        var name = new Label(cluster.name());
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var mark = new StateMark(cluster);
        var row = new HBox(8, mark.dot(), name, mark.word());
        row.getStyleClass().add("row");
        setGraphic(row);
        accessibleTextProperty().bind(mark.word().textProperty().map(it -> cluster + ", " + it));
      } else {
        accessibleTextProperty().unbind();
      }
    }
  }

  private static final class PageCell extends ListCell<Page> {
    @Override
    protected void updateItem(@Nullable Page page, boolean empty) {
      super.updateItem(page, empty);
      if (page == null || empty) {
        setText(null);
        setGraphic(null);
      } else {
        setText(page.title());
        setGraphic(new FontIcon(page.icon()));
      }
    }
  }
}
