package dev.coracle.gui.palette;

import dev.coracle.gui.view.Messages;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Ctrl-K: type some letters, press Enter. */
public final class Palette {
  private static final KeyCombination KEYS =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
  private static final double WIDTH = 480;
  private static final double HEIGHT = 340;

  private final PaletteModel model;
  private final Messages texts = Messages.of(Palette.class);
  private final Popup popup = new Popup();
  private final TextField query = new TextField();
  private final ListView<PaletteEntry> list;
  private final VBox box = new VBox(8);

  public Palette(PaletteModel model) {
    this.model = model;
    list = new ListView<>(model.offered());
    build();
  }

  /** Opens with its keys anywhere in the scene. */
  public void install(Scene scene) {
    // A popup has a scene of its own.
    box.getStylesheets().setAll(scene.getStylesheets());
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (KEYS.match(event)) {
            event.consume();
            open(scene.getWindow());
          }
        });
  }

  private void open(Window window) {
    model.open();
    popup.show(
        window,
        window.getX() + (window.getWidth() - WIDTH) / 2,
        window.getY() + window.getHeight() / 6);
    query.requestFocus();
  }

  private void build() {
    query.setId("palette-query");
    query.setPromptText(texts.text("palette.prompt"));
    query.setAccessibleText(texts.text("palette.prompt"));
    query.textProperty().bindBidirectional(model.query());
    query.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    list.setId("palette-list");
    list.setAccessibleText(texts.text("palette.list"));
    list.setFocusTraversable(false);
    list.setPlaceholder(new Label(texts.text("palette.nothing")));
    list.setCellFactory(_ -> new Cell());
    list.setOnMouseClicked(_ -> {
      model.select(list.getSelectionModel().getSelectedIndex());
      run();
    });
    model
        .selected()
        .subscribe(index -> {
          list.getSelectionModel().clearAndSelect(index.intValue());
          list.scrollTo(index.intValue());
        });
    model.offered().subscribe(() -> list.getSelectionModel().clearAndSelect(0));
    box.getChildren().addAll(query, list);
    box.setPrefSize(WIDTH, HEIGHT);
    box.getStyleClass().add("palette");
    popup.getContent().add(box);
    popup.setAutoHide(true);
    popup.setHideOnEscape(true);
  }

  private void keyPressed(KeyEvent event) {
    switch (event.getCode()) {
      case UP -> move(event, -1);
      case DOWN -> move(event, 1);
      case ENTER -> {
        event.consume();
        run();
      }
      default -> {}
    }
  }

  private void move(KeyEvent event, int by) {
    event.consume();
    model.move(by);
  }

  private void run() {
    // First, for what is done may open a window of its own.
    popup.hide();
    model.run();
  }

  private static final class Cell extends ListCell<PaletteEntry> {
    @Override
    protected void updateItem(@Nullable PaletteEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setText(entry == null || empty ? null : entry.text());
    }
  }
}
