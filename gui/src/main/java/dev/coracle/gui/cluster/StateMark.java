package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/** A cluster's state at a glance: a coloured dot and a word, both live. */
public final class StateMark {
  private final Region dot = new Region();
  private final Label word = new Label();
  private final Subscription following;
  private final Messages messages = Messages.of(StateMark.class);

  public StateMark(Cluster cluster) {
    dot.getStyleClass().add("state-dot");
    word.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
    word.setMinWidth(Region.USE_PREF_SIZE);
    following = cluster.state().subscribe(this::show);
  }

  private void show(State state) {
    word.setText(messages.text("state." + state.name()));
    dot.getStyleClass().setAll("state-dot", look(state));
  }

  /** It stays as it is from now on. */
  public void close() {
    following.unsubscribe();
  }

  public Region dot() {
    return dot;
  }

  public Label word() {
    return word;
  }

  private static String look(State state) {
    return switch (state) {
      case RUNNING, CONFIGURED -> "state-running";
      case STARTING, STOPPING -> "state-changing";
      case SAVED, PAUSED -> "state-asleep";
      case STOPPED, NONEXISTENT -> "state-stopped";
      case ERROR, MISCONFIGURED -> "state-error";
    };
  }
}
