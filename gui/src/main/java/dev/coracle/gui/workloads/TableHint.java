package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What a table without rows says instead, with a button that helps where there is such. */
final class TableHint {
  private final Label text = new Label();
  private final Button help = new Button();
  private final VBox node = new VBox(12, text, help);

  TableHint() {
    text.setId("hint");
    text.setWrapText(true);
    text.getStyleClass().add(Styles.TEXT_MUTED);
    help.setId("hint-action");
    help.setVisible(false);
    node.setAlignment(Pos.CENTER);
  }

  Node node() {
    return node;
  }

  void show(String why) {
    text.setText(why);
    help.setVisible(false);
  }

  void show(String why, String action, Runnable run) {
    text.setText(why);
    help.setText(action);
    help.setOnAction(_ -> run.run());
    help.setVisible(true);
  }
}
