package dev.coracle.gui.view;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What all pages look like: a title, what can be done beside it, and a body that scrolls. */
public final class PageFrame {
  private final HBox head;
  private final VBox body = new VBox(16);
  private final ScrollPane scroll = new ScrollPane(body);
  private final VBox node;

  public PageFrame(String title, Node... actions) {
    var label = new Label(title);
    label.getStyleClass().add(Styles.TITLE_3);
    label.setMinWidth(0);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    head = new HBox(8, label, space);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("page-head");
    for (var action : actions) {
      if (action instanceof Region region) {
        region.setMinWidth(Region.USE_PREF_SIZE);
      }
      head.getChildren().add(action);
    }
    body.getStyleClass().add("page-body");
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    node = new VBox(head, scroll);
    node.getStyleClass().add("page");
  }

  /** For a body that scrolls by itself: it gets the height that there is. */
  public PageFrame fitHeight() {
    scroll.setFitToHeight(true);
    return this;
  }

  public Node node() {
    return node;
  }

  /** Where the page's own content goes, one below the other. */
  public VBox body() {
    return body;
  }
}
