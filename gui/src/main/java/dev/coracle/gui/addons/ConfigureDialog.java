package dev.coracle.gui.addons;

import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterAddon;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;

/** Asks for the parameters of an addon. */
final class ConfigureDialog {
  private final ConfigureModel model;
  private final Dialog<ButtonType> dialog = new Dialog<>();
  private final ButtonType apply;

  ConfigureDialog(ClusterAddon addon) {
    var messages = Messages.of(ConfigureDialog.class);
    model = new ConfigureModel(addon);
    var form = new GridPane(16, 12);
    model.parameters().forEach(it -> new ParameterField(it).addTo(form));
    dialog.setTitle(messages.text("addons.configure"));
    dialog.setHeaderText(messages.text("task.configure", addon.addon().name()));
    apply = new ButtonType(messages.text("configure.apply"), ButtonData.OK_DONE);
    var pane = dialog.getDialogPane();
    pane.setId("dialog-configure");
    pane.setContent(form);
    pane.getButtonTypes().setAll(apply, ButtonType.CANCEL);
    pane.lookupButton(apply).disableProperty().bind(model.ready().not());
  }

  /** What is to be set; empty if somebody thought better of it. */
  Optional<Map<String, String>> ask(Window owner) {
    dialog.initOwner(owner);
    return dialog.showAndWait().filter(apply::equals).map(_ -> model.changes());
  }
}
