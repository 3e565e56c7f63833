package dev.coracle.gui.addons;

import atlantafx.base.controls.ToggleSwitch;
import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterAddon;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One addon: what it is, how it stands, its switch and what it serves. */
final class AddonCard {
  private final Messages messages = Messages.of(AddonCard.class);
  private final HBox node;

  /** What is done with it. */
  record Actions(Consumer<Boolean> change, Runnable configure, Runnable open) {}

  AddonCard(ClusterAddon addon, boolean running, Actions actions) {
    var about = addon.addon();
    var name = new Label(about.name());
    name.getStyleClass().add(Styles.TEXT_BOLD);
    var version = new Label(about.version());
    version.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
    var state = new Label(messages.text(stateKey(addon)));
    state.setId("addon-state-" + about.name());
    state.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
    var head = new HBox(8, name, version);
    head.setAlignment(Pos.BASELINE_LEFT);
    var description = new Label(about.description());
    description.setWrapText(true);
    var texts = new VBox(2, head, description, state);
    HBox.setHgrow(texts, Priority.ALWAYS);
    var toggle = new ToggleSwitch();
    toggle.setId("addon-" + about.name());
    toggle.setSelected(addon.enabled());
    toggle.setAccessibleText(about.name());
    toggle.setMinWidth(Region.USE_PREF_SIZE);
    toggle
        .selectedProperty()
        .addListener((_, _, on) -> {
          toggle.setDisable(true);
          actions.change().accept(on);
        });
    node = new HBox(12, texts);
    if (!about.parameters().isEmpty()) {
      var configure = button("addons.configure", actions.configure());
      configure.setId("addon-configure-" + about.name());
      node.getChildren().add(configure);
    }
    if (about.endpoint().isPresent() || Dashboards.serves(about)) {
      var open = button("addons.open", actions.open());
      open.setId("addon-open-" + about.name());
      open.setDisable(!running || !addon.enabled() || addon.pending());
      node.getChildren().add(open);
    }
    node.getChildren().add(toggle);
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("card");
  }

  private Button button(String key, Runnable action) {
    var button = new Button(messages.text(key));
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private static String stateKey(ClusterAddon addon) {
    if (addon.pending()) {
      return addon.enabled() ? "addons.enabling" : "addons.disabling";
    }
    return addon.enabled() ? "addons.enabled" : "addons.disabled";
  }

  Node node() {
    return node;
  }
}
