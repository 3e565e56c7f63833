package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** A cluster at a glance. */
public final class OverviewPage implements Page {
  private static final Set<State> UP = Set.of(State.RUNNING, State.STARTING);

  private final Cluster cluster;
  private final Messages messages = Messages.of(OverviewPage.class);
  private final VBox node;

  public OverviewPage(Cluster cluster, ClusterActions actions) {
    this.cluster = cluster;
    var name = new Label(cluster.name());
    name.getStyleClass().add(Styles.TITLE_2);
    var mark = new StateMark(cluster);
    var start = button("start", actions::start, false);
    start.getStyleClass().add(Styles.ACCENT);
    node =
        new VBox(
            16,
            name,
            new HBox(8, mark.dot(), mark.word()),
            new HBox(8, start, button("sleep", actions::sleep, true)));
    node.getStyleClass().add("page");
  }

  private Button button(String id, Consumer<String> action, boolean whileUp) {
    var button = new Button(messages.text("action." + id));
    button.setId(id);
    button.setOnAction(_ -> action.accept(cluster.name()));
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    cluster.busy().getValue() || UP.contains(cluster.state().getValue()) != whileUp,
                cluster.busy(),
                cluster.state()));
    return button;
  }

  @Override
  public String id() {
    return "overview";
  }

  @Override
  public String title() {
    return messages.text("overview.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignV.VIEW_DASHBOARD_OUTLINE;
  }

  @Override
  public Node node() {
    return node;
  }
}
