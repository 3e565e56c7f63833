package dev.coracle.gui.task;

import dev.coracle.gui.view.Messages;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** Every task that runs, failed, or ended just now, newest first. */
public final class TaskPane {
  private static final double HEIGHT_AT_MOST = 260;

  /** So long, what has ended well and needs nobody stays. */
  private static final Duration STAY = Duration.seconds(8);

  private final Tasks tasks;
  private final Messages messages = Messages.of(TaskPane.class);
  private final VBox rows = new VBox(2);
  private final ScrollPane node = new ScrollPane(rows);
  private final Map<Task, Node> rowOf = new LinkedHashMap<>();

  public TaskPane(Tasks tasks) {
    this.tasks = tasks;
    rows.setId("tasks");
    rows.getStyleClass().add("tasks");
    node.setFitToWidth(true);
    node.setMaxHeight(HEIGHT_AT_MOST);
    node.setFocusTraversable(false);
    node.setAccessibleText(messages.text("task.list"));
    tasks.list().addListener((ListChangeListener<Task>) _ -> show());
    show();
  }

  public Node node() {
    return node;
  }

  private void show() {
    rowOf.keySet().retainAll(tasks.list());
    for (var task : tasks.list()) {
      if (!rowOf.containsKey(task)) {
        rowOf.put(task, new TaskRow(tasks, task).node());
        task.whenEnded(end -> leaveSoon(task, end));
      }
    }
    rows.getChildren().setAll(tasks.list().stream().map(rowOf::get).toList());
    node.setVisible(!tasks.list().isEmpty());
    node.setManaged(node.isVisible());
  }

  private void leaveSoon(Task task, TaskState end) {
    if (end instanceof TaskState.Done && task.followUp().get().isEmpty()) {
      var pause = new PauseTransition(STAY);
      pause.setOnFinished(_ -> {
        if (task.followUp().get().isEmpty() && task.warnings().isEmpty()) {
          tasks.dismiss(task);
        }
      });
      pause.play();
    }
  }
}
