package dev.coracle.gui.workloads.terminal;

import atlantafx.base.theme.Styles;
import com.techsenger.jeditermfx.ui.JediTermFxWidget;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.ApiFailure;
import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A shell in one of a pod's containers; begun when a person says so. */
public final class TerminalView implements AutoCloseable {
  private final KubernetesClient client;
  private final ObjectId pod;
  private final Executor fx;
  private final Consumer<String> began;
  private final Messages messages = Messages.of(TerminalView.class);
  private final ChoiceBox<String> container = new ChoiceBox<>();
  private final Label state = new Label();
  private final StackPane screen = new StackPane();
  private final VBox node;
  private @Nullable JediTermFxWidget widget;

  /**
   * @param began told the container in which a shell was begun
   */
  public TerminalView(
      KubernetesClient client,
      ObjectId pod,
      List<String> containers,
      Executor fx,
      Consumer<String> began) {
    this.client = client;
    this.pod = pod;
    this.fx = fx;
    this.began = began;
    container.setId("terminal-container");
    container.setAccessibleText(messages.text("terminal.container"));
    container.getItems().setAll(containers);
    container.getSelectionModel().selectFirst();
    var open = new Button(messages.text("terminal.open"));
    open.setId("terminal-open");
    open.setMinWidth(Region.USE_PREF_SIZE);
    open.setOnAction(_ -> open());
    state.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    state.setText(messages.text("terminal.closed"));
    var bar = new HBox(6, container, open, state);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("bar");
    screen.setId("terminal");
    screen.setMinSize(0, 0);
    node = new VBox(bar, screen);
    VBox.setVgrow(screen, Priority.ALWAYS);
  }

  public Node node() {
    return node;
  }

  /** What runs in it. */
  public static List<String> shell() {
    return ExecConnector.SHELL;
  }

  private void open() {
    close();
    var chosen = container.getValue();
    state.setText(messages.text("terminal.opening"));
    Thread.ofVirtual().name("terminal").start(() -> connect(chosen));
  }

  private void connect(String chosen) {
    try {
      var connector =
          new ExecConnector(
              client,
              pod,
              chosen,
              ExecConnector.SHELL,
              reason -> fx.execute(() -> state.setText(reason)));
      fx.execute(() -> show(chosen, connector));
    } catch (KubernetesClientException e) {
      fx.execute(() -> state.setText(ApiFailure.reason(e)));
    }
  }

  private void show(String chosen, ExecConnector connector) {
    var made = new JediTermFxWidget(80, 24, new TerminalColors());
    made.setTtyConnector(connector);
    made.addListener(_ -> fx.execute(() -> state.setText(messages.text("terminal.ended"))));
    widget = made;
    screen.getChildren().setAll(made.getPane());
    made.start();
    state.setText(messages.text("terminal.running", chosen));
    began.accept(chosen);
    // Not the node that the library prefers: only the canvas hears keys.
    made.getTerminalPanel().getCanvas().requestFocus();
  }

  /** Ends the shell. */
  @Override
  public void close() {
    var ending = widget;
    widget = null;
    screen.getChildren().clear();
    if (ending != null) {
      ending.close();
    }
  }
}
