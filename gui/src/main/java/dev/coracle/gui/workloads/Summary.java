package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.Details;
import dev.coracle.gui.workloads.objects.Details.Link;
import dev.coracle.gui.workloads.objects.Details.Relation;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** An object's state, its relations to others, and what happened to it. */
final class Summary {
  /** Of one relation; a deployment may own hundreds of pods. */
  private static final int MAX_LINKS = 40;

  private static final int MAX_EVENTS = 30;

  private final WorkloadsModel model;
  private final ObservableValue<Instant> now;
  private final Messages messages = Messages.of(Summary.class);
  private final VBox node = new VBox(14);
  private Optional<ObjectId> revealed = Optional.empty();

  Summary(WorkloadsModel model, ObservableValue<Instant> now) {
    this.model = model;
    this.now = now;
    node.setId("summary");
    node.getStyleClass().add("summary");
  }

  Node node() {
    return node;
  }

  void show(Details details) {
    if (revealed.isPresent() && !revealed.get().equals(details.row().id())) {
      revealed = Optional.empty();
    }
    node.getChildren().clear();
    node.getChildren().add(facts(details));
    if (details.row().id().kind() == ObjectKind.SECRET) {
      node.getChildren().add(secret(details));
    }
    if (!details.conditions().isEmpty()) {
      node.getChildren().add(conditions(details.conditions()));
    }
    for (var relation : Relation.values()) {
      var links = details.links().stream().filter(link -> link.relation() == relation).toList();
      if (!links.isEmpty()) {
        node.getChildren().add(links(relation, links));
      }
    }
    if (!details.labels().isEmpty()) {
      node.getChildren().add(labels(details.labels()));
    }
    if (details.row().id().kind() != ObjectKind.EVENT) {
      node.getChildren().add(events(details.events()));
    }
  }

  private Node facts(Details details) {
    var grid = grid();
    var row = details.row();
    if (!row.id().namespace().isEmpty()) {
      add(grid, messages.text("column.namespace"), row.id().namespace());
    }
    var columns = row.id().kind().columns();
    for (int i = 0; i < columns.size(); i++) {
      add(grid, messages.text("column." + columns.get(i)), row.cells().get(i).text());
    }
    add(grid, messages.text("column.age"), Age.text(row.created(), now.getValue()));
    return grid;
  }

  private Node secret(Details details) {
    var id = details.row().id();
    boolean open = revealed.equals(Optional.of(id));
    var reveal = new Button(messages.text(open ? "secret.hide" : "secret.show"));
    reveal.setId("reveal");
    reveal.getStyleClass().add(Styles.SMALL);
    reveal.setOnAction(_ -> {
      revealed = open ? Optional.empty() : Optional.of(id);
      show(details);
    });
    var grid = grid();
    model.reveal(id).forEach((key, value) -> add(grid, key, open ? value : "••••••••"));
    return section(messages.text("summary.values"), new VBox(6, grid, reveal));
  }

  private Node conditions(List<Details.Condition> conditions) {
    var grid = grid();
    for (var condition : conditions) {
      add(
          grid,
          condition.type(),
          condition.status()
              + (condition.reason().isEmpty() ? "" : "  " + condition.reason())
              + (condition.message().isEmpty() ? "" : "  " + condition.message()));
    }
    return section(messages.text("summary.conditions"), grid);
  }

  private Node links(Relation relation, List<Link> links) {
    var all = new FlowPane(12, 2);
    links.stream().limit(MAX_LINKS).map(link -> link(link.id())).forEach(all.getChildren()::add);
    if (links.size() > MAX_LINKS) {
      all.getChildren().add(new Label(messages.text("summary.more", links.size() - MAX_LINKS)));
    }
    return section(messages.text("relation." + relation), all);
  }

  private Node link(ObjectId id) {
    if (id.kind() == ObjectKind.REPLICA_SET) {
      return new Label(id.kubectl());
    }
    var link = new Hyperlink(id.kubectl());
    link.setOnAction(_ -> model.table().show(id));
    return link;
  }

  private Node labels(Map<String, String> labels) {
    var all = new FlowPane(6, 6);
    labels.forEach((key, value) -> {
      var label = new Label(key + "=" + value);
      label.getStyleClass().addAll("chip", Styles.TEXT_SMALL);
      all.getChildren().add(label);
    });
    return section(messages.text("summary.labels"), all);
  }

  private Node events(List<Row> events) {
    var grid = grid();
    for (var event : events.subList(0, Math.min(events.size(), MAX_EVENTS))) {
      var dot = new HealthDot();
      dot.show(event.health());
      var reason = new HBox(8, dot, new Label(event.cells().get(1).text()));
      reason.setMinWidth(Region.USE_PREF_SIZE);
      var count = event.cells().get(4).text();
      add(
          grid,
          reason,
          Age.text(event.created(), now.getValue())
              + (count.equals("1") ? "" : " ×" + count)
              + "   "
              + event.cells().get(3).text());
    }
    return section(
        messages.text("summary.events"),
        events.isEmpty() ? muted(messages.text("summary.noEvents")) : grid);
  }

  private static Node section(String title, Node content) {
    return new VBox(4, muted(title), content);
  }

  private static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
    return label;
  }

  private static GridPane grid() {
    return new GridPane(16, 4);
  }

  private static void add(GridPane grid, String name, String value) {
    var label = new Label(name);
    label.setMinWidth(Region.USE_PREF_SIZE);
    add(grid, label, value);
  }

  private static void add(GridPane grid, Node name, String value) {
    var text = new Label(value);
    text.setWrapText(true);
    grid.addRow(grid.getRowCount(), name, text);
  }
}
