package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.logs.LogView;
import dev.coracle.gui.workloads.objects.Details;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.terminal.TerminalView;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** What is selected, looked at closely: its state, YAML, logs and a terminal. */
final class DetailsPane {
  private final WorkloadsModel model;
  private final Actions actions;
  private final Tasks tasks;
  private final Executor fx;
  private final Messages messages = Messages.of(DetailsPane.class);
  private final Label title = new Label();
  private final HealthDot dot = new HealthDot();
  private final HBox buttons = new HBox(6);
  private final Summary summary;
  private final TextArea yaml = new TextArea();
  private final Tab logs = tab("logs");
  private final Tab terminal = tab("terminal");
  private final TabPane tabs;
  private final VBox node;
  private Optional<Details> shown = Optional.empty();
  private @Nullable LogView logView;
  private @Nullable TerminalView terminalView;

  DetailsPane(
      WorkloadsModel model,
      Actions actions,
      Tasks tasks,
      Executor fx,
      ObservableValue<Instant> now) {
    this.model = model;
    this.actions = actions;
    this.tasks = tasks;
    this.fx = fx;
    summary = new Summary(model, now);
    var scrolled = new ScrollPane(summary.node());
    scrolled.setFitToWidth(true);
    yaml.setId("yaml");
    yaml.setEditable(false);
    yaml.setAccessibleText(messages.text("details.yaml"));
    yaml.getStyleClass().add("yaml");
    tabs = new TabPane(tab("summary", scrolled), tab("yaml", yaml));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add(Styles.DENSE);
    tabs.setAccessibleText(messages.text("details.tabs"));
    tabs.getSelectionModel().selectedItemProperty().subscribe(this::open);
    node = new VBox(header(), tabs);
    node.setId("details");
    node.getStyleClass().add("details");
    VBox.setVgrow(tabs, Priority.ALWAYS);
    model.details().subscribe(this::show);
    model.session().addListener((_, _, _) -> closeConnections());
  }

  Node node() {
    return node;
  }

  private Node header() {
    title.getStyleClass().add(Styles.TEXT_BOLD);
    title.setId("details-title");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    title.setMinWidth(0);
    var close = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    close.setId("details-close");
    close.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    close.setAccessibleText(messages.text("details.close"));
    close.setTooltip(new Tooltip(messages.text("details.close")));
    close.setOnAction(_ -> model.table().select(Optional.empty()));
    var first = new HBox(8, new StackPane(dot), title, space, close);
    first.setAlignment(Pos.CENTER_LEFT);
    // Names are long: what can be done is below.
    var header = new VBox(first, buttons);
    header.getStyleClass().add("bar");
    return header;
  }

  private Tab tab(String id) {
    var tab = new Tab(messages.text("details." + id));
    tab.setId("tab-" + id);
    return tab;
  }

  private Tab tab(String id, Node content) {
    var tab = tab(id);
    tab.setContent(content);
    return tab;
  }

  private void show(Optional<Details> details) {
    var before = shown.map(it -> it.row().id());
    shown = details;
    if (details.isEmpty()) {
      return;
    }
    var now = details.get();
    title.setText(now.row().id().kind().apiName() + "  " + now.row().id().name());
    dot.show(now.row().health());
    if (!before.equals(Optional.of(now.row().id()))) {
      begin(now);
    }
    summary.show(now);
    if (!yaml.getText().equals(now.yaml())) {
      double scrolled = yaml.getScrollTop();
      yaml.setText(now.yaml());
      yaml.setScrollTop(scrolled);
    }
  }

  /** Another object than before. */
  private void begin(Details now) {
    closeConnections();
    buttons.getChildren().setAll(actions.buttons(now.row().id()));
    yaml.clear();
    boolean isPod = now.row().id().kind() == ObjectKind.POD;
    if (!isPod) {
      tabs.getTabs().removeAll(logs, terminal);
    } else if (!tabs.getTabs().contains(logs)) {
      tabs.getTabs().addAll(logs, terminal);
    }
    open(tabs.getSelectionModel().getSelectedItem());
  }

  /** Logs are read, and a terminal offered, when somebody looks. */
  private void open(@Nullable Tab tab) {
    if (shown.isEmpty() || model.session().get().isEmpty()) {
      return;
    }
    var now = shown.get();
    var id = now.row().id();
    var client = model.session().get().get().client();
    if (logs.equals(tab) && logView == null) {
      logView = new LogView(client, model.cluster(), id, now.containers(), tasks, fx);
      logs.setContent(logView.node());
    } else if (terminal.equals(tab) && terminalView == null) {
      terminalView =
          new TerminalView(client, id, now.containers(), fx, container -> tellExec(id, container));
      terminal.setContent(terminalView.node());
    }
  }

  private void tellExec(ObjectId id, String container) {
    model.tell(model.kubectl().exec(id, container, TerminalView.shell()));
  }

  private void closeConnections() {
    if (logView != null) {
      logView.close();
      logView = null;
      logs.setContent(null);
    }
    if (terminalView != null) {
      terminalView.close();
      terminalView = null;
      terminal.setContent(null);
    }
  }

  void close() {
    closeConnections();
  }
}
