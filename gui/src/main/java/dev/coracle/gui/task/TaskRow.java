package dev.coracle.gui.task;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.view.Messages;
import java.util.ArrayList;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** One task: what it does, how far it is, its end, and the button that ends it or takes it away. */
final class TaskRow {
  private final Tasks tasks;
  private final Task task;
  private final Messages messages = Messages.of(TaskRow.class);
  private final Label told = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Button next = new Button();
  private final Button end = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
  private final VBox problems = new VBox(6);
  private final VBox node;

  TaskRow(Tasks tasks, Task task) {
    this.tasks = tasks;
    this.task = task;
    var title = new Label(task.title());
    title.getStyleClass().add(Styles.TEXT_BOLD);
    title.setMinWidth(Label.USE_PREF_SIZE);
    told.getStyleClass().add(Styles.TEXT_MUTED);
    told.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(told, Priority.ALWAYS);
    bar.progressProperty().bind(task.progress());
    bar.setAccessibleText(task.title());
    next.getStyleClass().addAll(Styles.SMALL, "task-next");
    next.setMinWidth(Button.USE_PREF_SIZE);
    end.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL, "task-end");
    end.setOnAction(_ -> endOrDismiss());
    var row = new HBox(10, title, told, bar, next, end);
    row.setAlignment(Pos.CENTER_LEFT);
    node = new VBox(4, row, problems);
    task.state().subscribe(this::show);
    task.followUp().subscribe(_ -> showNext());
    task.warnings().addListener((ListChangeListener<Problem>) _ -> showProblems());
  }

  Node node() {
    return node;
  }

  private void endOrDismiss() {
    if (task.state().get().isEnded()) {
      tasks.dismiss(task);
    } else {
      task.cancel();
    }
  }

  private void show(TaskState state) {
    bar.setVisible(!state.isEnded());
    bar.setManaged(!state.isEnded());
    end.setDisable(state instanceof TaskState.Cancelling);
    var what = messages.text(state.isEnded() ? "task.dismiss" : "task.cancel");
    end.setAccessibleText(what);
    end.setTooltip(new Tooltip(what));
    told.textProperty().unbind();
    switch (state) {
      case TaskState.Failed _ -> told.setText(messages.text("task.failed"));
      case TaskState.Cancelled _ -> told.setText(messages.text("task.cancelled"));
      case TaskState.Cancelling _ -> told.setText(messages.text("task.cancelling"));
      case TaskState.Running _, TaskState.Done _ -> told.textProperty().bind(task.message());
    }
    showProblems();
  }

  private void showProblems() {
    var all = new ArrayList<>(task.warnings());
    if (task.state().get() instanceof TaskState.Failed failed) {
      all.add(failed.problem());
    }
    problems.getChildren().setAll(all.stream().map(ProblemView::of).toList());
    problems.setManaged(!all.isEmpty());
  }

  private void showNext() {
    var offered = task.followUp().get();
    next.setVisible(offered.isPresent());
    next.setManaged(offered.isPresent());
    offered.ifPresent(it -> {
      next.setText(it.title());
      next.setOnAction(_ -> {
        tasks.dismiss(task);
        it.action().run();
      });
    });
  }
}
