package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** What can be done with a cluster now; what does not apply is disabled, not hidden. */
final class ClusterButtons {
  private static final Set<State> UP = Set.of(State.RUNNING, State.STARTING, State.PAUSED);
  private static final Set<State> ANY = Set.of(State.values());
  private static final Set<State> DOWN =
      Set.of(State.STOPPED, State.SAVED, State.PAUSED, State.ERROR, State.NONEXISTENT);
  private static final Set<State> NOT_OFF =
      Set.of(State.RUNNING, State.STARTING, State.PAUSED, State.SAVED);

  private final Cluster cluster;
  private final Messages messages = Messages.of(ClusterButtons.class);
  private final List<Node> nodes;

  ClusterButtons(Cluster cluster, ClusterActions actions) {
    this.cluster = cluster;
    var start =
        button(
            "start",
            MaterialDesignP.PLAY,
            DOWN,
            name -> {
              if (cluster.state().getValue() == State.PAUSED) {
                actions.unpause(name);
              } else {
                actions.start(name);
              }
            });
    start.getStyleClass().add(Styles.ACCENT);
    start.textProperty().bind(cluster.state().map(this::startText));
    nodes =
        List.of(
            start,
            button("sleep", MaterialDesignS.SLEEP, UP, actions::sleep),
            icon(button("pause", MaterialDesignP.PAUSE, Set.of(State.RUNNING), actions::pause)),
            icon(button("restart", MaterialDesignR.RESTART, UP, actions::restart)),
            icon(button("powerOff", MaterialDesignP.POWER, NOT_OFF, actions::powerOff)),
            icon(button("delete", MaterialDesignD.DELETE_OUTLINE, ANY, actions::delete)));
  }

  List<Node> nodes() {
    return nodes;
  }

  private String startText(State state) {
    return messages.text(
        switch (state) {
          case SAVED -> "action.wake";
          case PAUSED -> "action.unpause";
          case RUNNING,
              STARTING,
              STOPPED,
              STOPPING,
              ERROR,
              NONEXISTENT,
              MISCONFIGURED,
              CONFIGURED ->
              "action.start";
        });
  }

  private Button button(String id, Ikon icon, Set<State> states, Consumer<String> action) {
    var button = new Button(messages.text("action." + id), new FontIcon(icon));
    button.setId(id);
    button.setOnAction(_ -> action.accept(cluster.name()));
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> cluster.busy().getValue() || !states.contains(cluster.state().getValue()),
                cluster.busy(),
                cluster.state()));
    return button;
  }

  /** Only its picture, with its text where the mouse rests and for screen readers. */
  private static Button icon(Button button) {
    button.setAccessibleText(button.getText());
    button.setTooltip(new Tooltip(button.getText()));
    button.setText(null);
    button.getStyleClass().add(Styles.BUTTON_ICON);
    return button;
  }
}
