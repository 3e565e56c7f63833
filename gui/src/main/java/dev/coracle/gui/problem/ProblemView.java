package dev.coracle.gui.problem;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.view.Messages;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * A problem as the CLI tells it: its ID, what happened, what to do; and a button that copies it.
 */
public final class ProblemView {
  private ProblemView() {}

  public static Region of(Problem problem) {
    var messages = Messages.of(ProblemView.class);
    var icon = new FontIcon(MaterialDesignA.ALERT_CIRCLE_OUTLINE);
    var id = new Label(problem.code().name());
    id.getStyleClass().addAll(Styles.TEXT_BOLD, "problem-id");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var copy =
        new Button(messages.text("problem.copy"), new FontIcon(MaterialDesignC.CONTENT_COPY));
    copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT, "problem-copy");
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setOnAction(_ -> copy(text(problem)));
    var head = new HBox(8, icon, id, space, copy);
    head.setAlignment(Pos.CENTER_LEFT);
    var detail = wrapped(problem.detail());
    var advice = wrapped(problem.code().advice());
    advice.getStyleClass().add(Styles.TEXT_MUTED);
    var box = new VBox(6, head, detail, advice);
    box.getStyleClass().add("problem");
    return box;
  }

  /** As it is put into a report. */
  static String text(Problem problem) {
    return problem.code().name() + ": " + problem.detail() + "\n" + problem.code().advice() + "\n";
  }

  private static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Label wrapped(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
