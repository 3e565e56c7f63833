package dev.coracle.gui.workloads.logs;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** A pod's logs. */
public final class LogView implements AutoCloseable {
  private static final double LINE_HEIGHT = 18;

  /** More than that nobody pastes anywhere. */
  private static final int MAX_COPIED = 50_000;

  private final KubernetesClient client;
  private final ObjectId pod;
  private final Tasks tasks;
  private final String cluster;
  private final Executor fx;
  private final Messages messages = Messages.of(LogView.class);
  private final ChoiceBox<String> container = new ChoiceBox<>();
  private final ToggleButton previous;
  private final ToggleButton follow;
  private final TextField search = new TextField();
  private final Label found = new Label();
  private final Label state = new Label();
  private final ListView<Long> lines = new ListView<>();
  private final VBox node;
  private @Nullable LogModel log;
  private long current = -1;

  /**
   * @param containers the first one's log is shown at first
   */
  public LogView(
      KubernetesClient client,
      String cluster,
      ObjectId pod,
      List<String> containers,
      Tasks tasks,
      Executor fx) {
    this.client = client;
    this.cluster = cluster;
    this.pod = pod;
    this.tasks = tasks;
    this.fx = fx;
    previous = toggle("previous", "log.previous");
    follow = toggle("follow", "log.follow");
    follow.setSelected(true);
    container.setId("container");
    container.setAccessibleText(messages.text("log.container"));
    container.getItems().setAll(containers);
    container.getSelectionModel().selectFirst();
    container.setMinWidth(Region.USE_PREF_SIZE);
    container.setOnAction(_ -> open());
    previous.setOnAction(_ -> open());
    follow.setOnAction(_ -> toEnd());
    node = new VBox(bar(), lines);
    node.getStyleClass().add("log");
    VBox.setVgrow(lines, Priority.ALWAYS);
    setUpSearch();
    setUpLines();
    open();
  }

  public Node node() {
    return node;
  }

  /** What is looked at now. */
  public LogSource source() {
    return new LogSource(pod, container.getValue(), previous.isSelected());
  }

  private Node bar() {
    found.setMinWidth(Region.USE_PREF_SIZE);
    state.setMinWidth(Region.USE_PREF_SIZE);
    state.setId("log-state");
    found.setId("log-found");
    for (var label : List.of(found, state)) {
      label.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    }
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            6,
            container,
            previous,
            follow,
            search,
            button("up", MaterialDesignC.CHEVRON_UP, "log.before", this::before),
            button("down", MaterialDesignC.CHEVRON_DOWN, "log.after", this::after),
            found,
            space,
            state,
            button("reload", MaterialDesignR.REFRESH, "log.reload", this::open),
            button("save", MaterialDesignD.DOWNLOAD_OUTLINE, "log.save", this::save));
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("bar");
    return bar;
  }

  private ToggleButton toggle(String id, String key) {
    var toggle = new ToggleButton(messages.text(key));
    toggle.setId(id);
    toggle.getStyleClass().add(Styles.SMALL);
    toggle.setMinWidth(Region.USE_PREF_SIZE);
    return toggle;
  }

  private Button button(String id, Ikon icon, String key, Runnable action) {
    var button = new Button(null, new FontIcon(icon));
    button.setId("log-" + id);
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    button.setAccessibleText(messages.text(key));
    button.setTooltip(new Tooltip(messages.text(key)));
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void setUpSearch() {
    search.setId("log-search");
    search.setPromptText(messages.text("log.search"));
    search.setAccessibleText(messages.text("log.search"));
    search.setPrefColumnCount(16);
    search
        .textProperty()
        .subscribe(text -> Optional.ofNullable(log).ifPresent(it -> it.search(text)));
    search.setOnAction(_ -> after());
    search.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && event.isShiftDown()) {
            before();
            event.consume();
          } else if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
            search.clear();
            event.consume();
          }
        });
  }

  private void setUpLines() {
    lines.setId("log-lines");
    lines.setAccessibleText(messages.text("log.lines"));
    lines.setFixedCellSize(LINE_HEIGHT);
    lines.getStyleClass().add("log-lines");
    lines.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    lines.setCellFactory(_ -> new LineCell());
    var copy = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    lines.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (copy.match(event)) {
            copy();
          } else if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.PAGE_UP) {
            follow.setSelected(false);
          }
        });
    lines.setOnScroll(event -> leaveEnd(event.getDeltaY() > 0));
  }

  private void leaveEnd(boolean upwards) {
    if (upwards) {
      follow.setSelected(false);
    }
  }

  private void open() {
    close();
    current = -1;
    try {
      var opened = LogModel.of(client, source(), fx);
      log = opened;
      lines.setItems(opened.lines());
      opened.lines().subscribe(this::came);
      opened.state().subscribe(this::show);
      opened.matches().subscribe(_ -> showFound());
      opened.search(search.getText());
    } catch (ProblemException e) {
      state.setText(e.problem().detail());
    }
  }

  private void came() {
    if (follow.isSelected()) {
      toEnd();
    }
  }

  private void toEnd() {
    if (follow.isSelected() && !lines.getItems().isEmpty()) {
      lines.scrollTo(lines.getItems().size() - 1);
    }
  }

  private void show(LogModel.State now) {
    state.setText(
        switch (now) {
          case LogModel.State.Reading _ -> messages.text("log.reading");
          case LogModel.State.Ended _ -> messages.text("log.ended");
          case LogModel.State.Failed failed -> failed.problem().detail();
        });
    var hint = new Label(state.getText());
    hint.getStyleClass().add(Styles.TEXT_MUTED);
    hint.setWrapText(true);
    lines.setPlaceholder(hint);
  }

  private void showFound() {
    var now = log;
    if (now == null || now.matches().get().wanted().isEmpty()) {
      found.setText("");
    } else {
      int count = now.matches().get().count();
      found.setText(
          now.matchNumber(current)
              .map(number -> messages.text("log.foundAt", number, count))
              .orElseGet(() -> messages.text("log.found", count)));
    }
    lines.refresh();
  }

  private void after() {
    if (log != null) {
      go(log.matchAfter(current));
    }
  }

  private void before() {
    if (log != null) {
      go(log.matchBefore(current < 0 ? Long.MAX_VALUE : current));
    }
  }

  private void go(OptionalLong line) {
    if (log == null || line.isEmpty()) {
      return;
    }
    follow.setSelected(false);
    current = line.getAsLong();
    int index = log.index(current);
    lines.getSelectionModel().clearAndSelect(index);
    lines.scrollTo(Math.max(0, index - 5));
    showFound();
  }

  private void copy() {
    var now = log;
    if (now == null) {
      return;
    }
    var content = new ClipboardContent();
    content.putString(
        lines.getSelectionModel().getSelectedItems().stream()
            .limit(MAX_COPIED)
            .map(now::text)
            .collect(Collectors.joining("\n")));
    Clipboard.getSystemClipboard().setContent(content);
  }

  private void save() {
    var now = log;
    var chooser = new FileChooser();
    chooser.setInitialFileName(pod.name() + "-" + container.getValue() + ".log");
    File file = chooser.showSaveDialog(node.getScene().getWindow());
    if (file != null && now != null) {
      tasks.run(messages.text("log.saving", file.getName()), cluster, _ -> now.save(file.toPath()));
    }
  }

  private final class LineCell extends ListCell<Long> {
    @Override
    protected void updateItem(@Nullable Long line, boolean empty) {
      super.updateItem(line, empty);
      var now = log;
      if (line == null || empty || now == null) {
        setText(null);
        getStyleClass().remove("match");
        return;
      }
      var text = now.text(line);
      setText(text);
      var wanted = now.matches().get().wanted();
      boolean matches = !wanted.isEmpty() && text.toLowerCase(Locale.ROOT).contains(wanted);
      getStyleClass().remove("match");
      if (matches) {
        getStyleClass().add("match");
      }
    }
  }

  /** Ends reading. */
  @Override
  public void close() {
    var ending = log;
    log = null;
    if (ending != null) {
      ending.close();
    }
  }
}
