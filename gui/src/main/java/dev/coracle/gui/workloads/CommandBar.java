package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The command that does what was just done here, to be copied. */
final class CommandBar {
  private final Messages messages = Messages.of(CommandBar.class);
  private final HBox bar = new HBox(8);

  CommandBar(WorkloadsModel model) {
    var text = new Label();
    text.setId("command");
    text.getStyleClass().add("code");
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    var copy =
        new Button(messages.text("command.copy"), new FontIcon(MaterialDesignC.CONTENT_COPY));
    copy.setId("command-copy");
    copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setOnAction(_ -> copy(text.getText()));
    var close = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    close.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    close.setAccessibleText(messages.text("command.close"));
    close.setOnAction(_ -> model.forgetCommand());
    bar.getChildren().addAll(text, copy, close);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().addAll("bar", "command");
    model
        .lastCommand()
        .subscribe(command -> {
          text.setText(command.orElse(""));
          bar.setVisible(command.isPresent());
          bar.setManaged(command.isPresent());
        });
  }

  Node node() {
    return bar;
  }

  private static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
