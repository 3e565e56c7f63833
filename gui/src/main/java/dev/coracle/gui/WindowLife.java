package dev.coracle.gui;

import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.task.TaskState;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** What closing the window and quitting mean. Belongs to the FX thread. */
final class WindowLife {
  /** What happens when somebody closes the window. */
  enum Closing {
    /** The icon in the panel is still there. */
    HIDE,
    /** Nothing else is left of the app, which is said the first time. */
    TELL,
    END;

    static Closing of(boolean iconIsSeen, boolean told) {
      if (iconIsSeen) {
        return HIDE;
      }
      return told ? END : TELL;
    }
  }

  private final Stage stage;
  private final ClusterList clusters;
  private final ClusterActions actions;
  private final ToldOnce told;
  private final BooleanSupplier iconIsSeen;
  private final Runnable end;
  private final Messages texts = Messages.of(WindowLife.class);

  /**
   * @param iconIsSeen whether the window can be found again once it is hidden
   * @param end ends the app
   */
  WindowLife(
      Stage stage,
      ClusterList clusters,
      ClusterActions actions,
      ToldOnce told,
      BooleanSupplier iconIsSeen,
      Runnable end) {
    this.stage = stage;
    this.clusters = clusters;
    this.actions = actions;
    this.told = told;
    this.iconIsSeen = iconIsSeen;
    this.end = end;
    stage.setOnCloseRequest(this::closing);
  }

  /** Shows the window in front of others. */
  void raise() {
    stage.setIconified(false);
    stage.show();
    stage.toFront();
    stage.requestFocus();
  }

  private void closing(WindowEvent request) {
    request.consume();
    switch (Closing.of(iconIsSeen.getAsBoolean(), told.isTold())) {
      case HIDE -> stage.hide();
      case TELL -> {
        var close = new ButtonType(texts.text("close.end"), ButtonData.OK_DONE);
        if (ask("close.title", "close.text", close, ButtonType.CANCEL) == close) {
          told.remember();
          end.run();
        }
      }
      case END -> end.run();
    }
  }

  /** Ends the app; asks first what is to become of clusters that run. */
  void quit() {
    var running =
        clusters.clusters().stream()
            .filter(it -> it.state().getValue() == State.RUNNING)
            .map(Cluster::name)
            .toList();
    if (running.isEmpty()) {
      end.run();
      return;
    }
    raise();
    var sleep = new ButtonType(texts.text("quit.sleep"), ButtonData.YES);
    var goOn = new ButtonType(texts.text("quit.goOn"), ButtonData.NO);
    var answer = ask("quit.title", "quit.text", sleep, goOn, ButtonType.CANCEL);
    if (answer == sleep) {
      sleepAndEnd(running);
    } else if (answer == goOn) {
      end.run();
    }
  }

  /** Ends when all are asleep; one that could not be put to sleep is left to be seen. */
  private void sleepAndEnd(List<String> names) {
    var open = new AtomicInteger(names.size());
    for (var name : names) {
      actions
          .sleep(name)
          .whenEnded(state -> {
            if (state instanceof TaskState.Done && open.decrementAndGet() == 0) {
              end.run();
            }
          });
    }
  }

  private ButtonType ask(String title, String text, ButtonType... buttons) {
    var alert = new Alert(Alert.AlertType.CONFIRMATION, texts.text(text), buttons);
    alert.initOwner(stage);
    alert.setTitle(texts.text("window.title"));
    alert.setHeaderText(texts.text(title));
    alert.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
    return alert.showAndWait().orElse(ButtonType.CANCEL);
  }
}
