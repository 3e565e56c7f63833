package dev.coracle.gui.task;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Every task that runs or has ended and was not dismissed, newest first. */
public final class TaskPane {
  private final Tasks tasks;
  private final Messages messages = Messages.of(TaskPane.class);
  private final VBox rows = new VBox();

  public TaskPane(Tasks tasks) {
    this.tasks = tasks;
    rows.setId("tasks");
    rows.getStyleClass().add("tasks");
    tasks.list().addListener((ListChangeListener<Task>) _ -> show());
    show();
  }

  public Node node() {
    return rows;
  }

  private void show() {
    rows.getChildren().setAll(tasks.list().stream().map(this::row).toList());
    rows.setVisible(!tasks.list().isEmpty());
    rows.setManaged(rows.isVisible());
  }

  private Node row(Task task) {
    var title = new Label(task.title());
    title.getStyleClass().add(Styles.TEXT_BOLD);
    title.setMinWidth(Label.USE_PREF_SIZE);
    var told = new Label();
    told.getStyleClass().add(Styles.TEXT_MUTED);
    told.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(told, Priority.ALWAYS);
    var bar = new ProgressBar();
    bar.progressProperty().bind(task.progress());
    bar.setAccessibleText(task.title());
    var button = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    task.state()
        .subscribe(state -> {
          bar.setVisible(!state.isEnded());
          bar.setManaged(!state.isEnded());
          button.setDisable(state instanceof TaskState.Cancelling);
          button.setAccessibleText(messages.text(state.isEnded() ? "task.dismiss" : "task.cancel"));
          button.setOnAction(_ -> {
            if (state.isEnded()) {
              tasks.dismiss(task);
            } else {
              task.cancel();
            }
          });
          told.textProperty().unbind();
          switch (state) {
            case TaskState.Failed failed -> told.setText(failed.problem().detail());
            case TaskState.Cancelled _ -> told.setText(messages.text("task.cancelled"));
            case TaskState.Cancelling _ -> told.setText(messages.text("task.cancelling"));
            case TaskState.Running _, TaskState.Done _ -> told.textProperty().bind(task.message());
          }
        });
    var row = new HBox(10, title, told, bar, button);
    row.getStyleClass().add("row");
    return row;
  }
}
