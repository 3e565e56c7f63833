package dev.coracle.gui.workloads.apply;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** A difference, line by line. */
final class DiffPane extends VBox {
  /** Nobody reads on, and each line is a node. */
  private static final int MAX_LINES = 500;

  DiffPane(List<DiffLine> lines) {
    getStyleClass().add("diff");
    lines.stream().limit(MAX_LINES).map(DiffPane::line).forEach(getChildren()::add);
    if (lines.size() > MAX_LINES) {
      getChildren().add(new Label("⋯"));
    }
  }

  private static Label line(DiffLine line) {
    var sign =
        switch (line.kind()) {
          case ADDED -> "+ ";
          case REMOVED -> "- ";
          case SAME, GAP -> "  ";
        };
    var label = new Label(sign + line.text());
    label.setMaxWidth(Double.MAX_VALUE);
    label
        .getStyleClass()
        .add(
            switch (line.kind()) {
              case ADDED -> "diff-added";
              case REMOVED -> "diff-removed";
              case SAME -> "diff-same";
              case GAP -> "diff-gap";
            });
    return label;
  }
}
