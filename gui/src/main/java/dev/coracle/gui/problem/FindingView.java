package dev.coracle.gui.problem;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.preflight.Preflight.Finding;
import java.util.function.Consumer;
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
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** One check of the host: what was found and, where something is amiss, what puts it right. */
public final class FindingView {
  private final Messages messages = Messages.of(FindingView.class);
  private final Finding finding;
  private final Consumer<Fix.Action> apply;
  private final HBox node;

  /**
   * @param apply does what Coracle can do by itself
   */
  public FindingView(Finding finding, Consumer<Fix.Action> apply) {
    this.finding = finding;
    this.apply = apply;
    var texts = new VBox(2);
    HBox.setHgrow(texts, Priority.ALWAYS);
    var title = new Label(finding.check().description());
    title.getStyleClass().add(Styles.TEXT_BOLD);
    texts.getChildren().add(title);
    var icon =
        switch (finding.result()) {
          case CheckResult.Ok ok -> {
            texts.getChildren().add(muted(ok.detail()));
            yield icon(MaterialDesignC.CHECK_CIRCLE_OUTLINE, Styles.SUCCESS, "finding.ok");
          }
          case CheckResult.Warning warning -> {
            addHelp(texts, warning.problem());
            yield icon(MaterialDesignA.ALERT_OUTLINE, Styles.WARNING, "finding.warning");
          }
          case CheckResult.Failed failed -> {
            addHelp(texts, failed.problem());
            yield icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE, Styles.DANGER, "finding.failed");
          }
        };
    node = new HBox(12, icon, texts);
    node.setAlignment(Pos.TOP_LEFT);
    node.getStyleClass().add("finding");
  }

  public Node node() {
    return node;
  }

  private FontIcon icon(Ikon ikon, String look, String key) {
    var icon = new FontIcon(ikon);
    icon.getStyleClass().add(look);
    icon.setAccessibleText(messages.text(key));
    return icon;
  }

  private void addHelp(VBox texts, Problem problem) {
    texts.getChildren().add(wrapped(problem.detail()));
    finding
        .check()
        .fix()
        .ifPresentOrElse(
            fix -> addFix(texts, fix),
            () -> texts.getChildren().add(muted(problem.code().advice())));
  }

  private void addFix(VBox texts, Fix fix) {
    texts.getChildren().add(muted(fix.description()));
    switch (fix) {
      case Fix.CommandLine line -> {
        var field = new TextField(line.line());
        field.setEditable(false);
        field.setAccessibleText(fix.description());
        texts.getChildren().add(field);
      }
      case Fix.Action action -> {
        var button = new Button(messages.text("finding.fix"));
        button.getStyleClass().add(Styles.SMALL);
        button.setOnAction(_ -> apply.accept(action));
        texts.getChildren().add(button);
      }
    }
  }

  private static Label muted(String text) {
    var label = wrapped(text);
    label.getStyleClass().add(Styles.TEXT_MUTED);
    return label;
  }

  private static Label wrapped(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
