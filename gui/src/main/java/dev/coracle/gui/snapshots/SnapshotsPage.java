package dev.coracle.gui.snapshots;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ExportFile;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.FollowUp;
import dev.coracle.gui.task.Task;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.gui.task.Work;
import dev.coracle.gui.view.EmptyState;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterSnapshot;
import dev.coracle.launcher.cluster.Undo;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/**
 * Saved states of a cluster: take, restore, remove, undo; and copies of the cluster, here or in a
 * file.
 */
public final class SnapshotsPage implements Page {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final ClusterActions actions;
  private final Launcher launcher;
  private final Tasks tasks;
  private final Messages messages = Messages.of(SnapshotsPage.class);
  private final PageFrame frame;
  private final TextField name = new TextField();
  private final TextField cloneName = new TextField();
  private final Button undo;
  private final VBox rows = new VBox(8);
  private Optional<Found> shown = Optional.empty();
  private final WhileShown asking;

  /**
   * What there is.
   *
   * @param undoable the command that would be taken back
   */
  private record Found(List<ClusterSnapshot> snapshots, Optional<String> undoable) {}

  public SnapshotsPage(
      Cluster cluster,
      ClusterActions actions,
      Launcher launcher,
      Tasks tasks,
      Background background) {
    this.cluster = cluster;
    this.actions = actions;
    this.launcher = launcher;
    this.tasks = tasks;
    asking = new WhileShown(() -> background.every(PAUSE, this::read, this::show, this::refuse));
    undo = button("undo", new FontIcon(MaterialDesignU.UNDO), this::undo);
    undo.setDisable(true);
    rows.setId("snapshots");
    frame = new PageFrame(title(), undo);
    var take = button("take", new FontIcon(MaterialDesignC.CAMERA_OUTLINE), this::take);
    take.getStyleClass().add(Styles.ACCENT);
    var clone = button("clone", new FontIcon(MaterialDesignC.CONTENT_COPY), this::copy);
    clone.disableProperty().bind(cloneName.textProperty().map(it -> it.isBlank()));
    var export = button("export", new FontIcon(MaterialDesignE.EXPORT), this::export);
    var exportHint = new Label(messages.text("snapshots.export.hint"));
    exportHint.getStyleClass().add(Styles.TEXT_MUTED);
    exportHint.setWrapText(true);
    frame
        .body()
        .getChildren()
        .addAll(
            line("snapshot-name", name, take),
            rows,
            heading("snapshots.copies"),
            line("clone-name", cloneName, clone),
            new VBox(6, export, exportHint));
  }

  private Button button(String id, FontIcon icon, Runnable action) {
    var button = new Button(messages.text("snapshots." + id), icon);
    button.setId("snapshot-" + id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private Label heading(String key) {
    var label = new Label(messages.text(key));
    label.getStyleClass().add(Styles.TITLE_4);
    return label;
  }

  private HBox line(String id, TextField field, Button button) {
    field.setId(id);
    field.setPromptText(messages.text("snapshots." + id));
    field.setAccessibleText(messages.text("snapshots." + id));
    field.setPrefWidth(280);
    field.setOnAction(_ -> button.fire());
    return new HBox(8, field, button);
  }

  private Found read() throws InterruptedException {
    var snapshots = launcher.snapshotCluster(Undo.DEFAULT_SPACE_MIB).list(cluster.name());
    var last =
        launcher.undo(Undo.DEFAULT_SPACE_MIB).list(cluster.name()).stream()
            .filter(it -> it.id().isEmpty())
            .map(Undo.Undoable::command)
            .findFirst();
    return new Found(snapshots, last);
  }

  private void show(Found now) {
    if (shown.equals(Optional.of(now))) {
      return;
    }
    shown = Optional.of(now);
    undo.setDisable(now.undoable().isEmpty());
    if (now.snapshots().isEmpty()) {
      var none =
          EmptyState.of(
              icon(), messages.text("snapshots.none"), messages.text("snapshots.none.hint"));
      rows.getChildren().setAll(none);
    } else {
      rows.getChildren().setAll(now.snapshots().reversed().stream().map(this::row).toList());
    }
  }

  private Node row(ClusterSnapshot snapshot) {
    var title = new Label(snapshot.name());
    title.getStyleClass().add(Styles.TEXT_BOLD);
    var format =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withZone(ZoneId.systemDefault());
    var about =
        new Label(
            messages.text(
                snapshot.running() ? "snapshots.running" : "snapshots.stopped",
                format.format(snapshot.taken())));
    about.getStyleClass().add(Styles.TEXT_MUTED);
    var texts = new VBox(2, title, about);
    HBox.setHgrow(texts, Priority.ALWAYS);
    var restore = new Button(messages.text("snapshots.restore"));
    restore.setId("restore-" + snapshot.name());
    restore.setMinWidth(Region.USE_PREF_SIZE);
    restore.setOnAction(_ -> restore(snapshot.name()));
    var remove = new Button(messages.text("snapshots.remove"));
    remove.setId("remove-" + snapshot.name());
    remove.getStyleClass().add(Styles.FLAT);
    remove.setMinWidth(Region.USE_PREF_SIZE);
    remove.setOnAction(_ -> remove(snapshot.name()));
    var row = new HBox(8, texts, restore, remove);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("card");
    return row;
  }

  private void take() {
    var asked = Optional.of(name.getText().strip()).filter(it -> !it.isEmpty());
    name.clear();
    run(
        messages.text("task.take", cluster.name()),
        events ->
            launcher.snapshotCluster(Undo.DEFAULT_SPACE_MIB).take(cluster.name(), asked, events));
  }

  private void restore(String snapshot) {
    run(
            messages.text("task.restore", snapshot),
            events ->
                launcher
                    .snapshotCluster(Undo.DEFAULT_SPACE_MIB)
                    .restore(cluster.name(), snapshot, events))
        .offering(new FollowUp(messages.text("snapshots.undo"), this::undo));
  }

  private void remove(String snapshot) {
    run(
            messages.text("task.remove", snapshot),
            events ->
                launcher
                    .snapshotCluster(Undo.DEFAULT_SPACE_MIB)
                    .delete(cluster.name(), snapshot, events))
        .offering(new FollowUp(messages.text("snapshots.undo"), this::undo));
  }

  private void undo() {
    actions.undo(cluster.name()).whenEnded(_ -> asking.again());
  }

  private void copy() {
    var copy = cloneName.getText().strip();
    cloneName.clear();
    actions.copy(cluster.name(), copy);
  }

  private void export() {
    new ExportFile()
        .toWrite(cluster.name(), frame.node().getScene().getWindow())
        .ifPresent(file -> actions.export(cluster.name(), file));
  }

  private Task run(String title, Work work) {
    var task = tasks.run(title, cluster.name(), work);
    task.whenEnded(_ -> asking.again());
    return task;
  }

  private void refuse(Problem problem) {
    shown = Optional.empty();
    rows.getChildren().setAll(ProblemView.of(problem));
  }

  @Override
  public String id() {
    return "snapshots";
  }

  @Override
  public String title() {
    return messages.text("snapshots.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CAMERA_OUTLINE;
  }

  @Override
  public Node node() {
    return frame.node();
  }

  @Override
  public void onShown() {
    asking.begin();
  }

  @Override
  public void onHidden() {
    asking.end();
  }
}
