package dev.coracle.gui.view;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is shown where there is nothing: why, and what to do about it. */
public final class EmptyState {
  private EmptyState() {}

  public static VBox of(Ikon icon, String title, String hint) {
    var picture = new FontIcon(icon);
    picture.getStyleClass().add("empty-icon");
    var what = new Label(title);
    what.getStyleClass().add(Styles.TITLE_4);
    var how = new Label(hint);
    how.getStyleClass().add(Styles.TEXT_MUTED);
    how.setWrapText(true);
    how.setTextAlignment(TextAlignment.CENTER);
    how.setMaxWidth(420);
    var box = new VBox(8, picture, what, how);
    box.setAlignment(Pos.CENTER);
    box.getStyleClass().add("empty");
    return box;
  }
}
