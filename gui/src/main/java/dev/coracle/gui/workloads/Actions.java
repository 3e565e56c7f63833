package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.Details;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** What can be done with an object, and what is asked before it is. */
final class Actions {
  private static final int MAX_REPLICAS = 1_000;
  private static final Set<ObjectKind> WITH_PORTS = Set.of(ObjectKind.POD, ObjectKind.SERVICE);

  private final WorkloadsModel model;
  private final Consumer<ObjectId> dashboard;
  private final Messages messages = Messages.of(Actions.class);

  Actions(WorkloadsModel model, Consumer<ObjectId> dashboard) {
    this.model = model;
    this.dashboard = dashboard;
  }

  /** Those that its kind has. */
  List<Node> buttons(ObjectId id) {
    var buttons = new ArrayList<Node>();
    if (id.kind().isRestartable()) {
      buttons.add(button("restart", MaterialDesignR.RESTART, () -> model.restart(id)));
    }
    if (id.kind().isScalable()) {
      buttons.add(button("scale", MaterialDesignA.ARROW_EXPAND_VERTICAL, () -> scale(id)));
    }
    if (WITH_PORTS.contains(id.kind())) {
      buttons.add(button("forward", MaterialDesignS.SWAP_HORIZONTAL, () -> forward(id)));
    }
    buttons.add(button("dashboard", MaterialDesignO.OPEN_IN_NEW, () -> dashboard.accept(id)));
    buttons.add(button("delete", MaterialDesignD.DELETE_OUTLINE, () -> delete(id)));
    return buttons;
  }

  private Button button(String id, Ikon icon, Runnable action) {
    var button = new Button(messages.text("action." + id), new FontIcon(icon));
    button.setId("action-" + id);
    button.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(new Tooltip(messages.text("action." + id)));
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void delete(ObjectId id) {
    var sure = new Alert(Alert.AlertType.CONFIRMATION, messages.text("delete.sure", id));
    sure.setHeaderText(messages.text("delete.title", id.name()));
    var yes = new ButtonType(messages.text("action.delete"), ButtonData.OK_DONE);
    sure.getButtonTypes().setAll(yes, ButtonType.CANCEL);
    ask(sure, "delete").filter(yes::equals).ifPresent(_ -> model.delete(id));
  }

  private void scale(ObjectId id) {
    int now = details(id).flatMap(Details::replicas).orElse(1);
    var replicas = new Spinner<Integer>(0, MAX_REPLICAS, now);
    replicas.setId("replicas");
    replicas.setEditable(true);
    replicas.getEditor().setAccessibleText(messages.text("scale.replicas"));
    var dialog = new Dialog<ButtonType>();
    dialog.setHeaderText(messages.text("scale.title", id.name()));
    var grid = new GridPane(12, 8);
    grid.addRow(0, new Label(messages.text("scale.replicas")), replicas);
    dialog.getDialogPane().setContent(grid);
    var yes = new ButtonType(messages.text("action.scale"), ButtonData.OK_DONE);
    dialog.getDialogPane().getButtonTypes().setAll(yes, ButtonType.CANCEL);
    ask(dialog, "scale").filter(yes::equals).ifPresent(_ -> model.scale(id, replicas.getValue()));
  }

  private void forward(ObjectId id) {
    var ports = new ComboBox<String>();
    ports.setId("remote-port");
    ports.setEditable(true);
    details(id).stream()
        .flatMap(it -> it.ports().stream())
        .map(String::valueOf)
        .forEach(ports.getItems()::add);
    ports.getSelectionModel().selectFirst();
    ports.setAccessibleText(messages.text("forward.remote"));
    var local = new TextField();
    local.setId("local-port");
    local.setPromptText(messages.text("forward.any"));
    local.setAccessibleText(messages.text("forward.local"));
    var dialog = new Dialog<ButtonType>();
    dialog.setHeaderText(messages.text("forward.title", id.name()));
    var grid = new GridPane(12, 8);
    grid.addRow(0, new Label(messages.text("forward.remote")), ports);
    grid.addRow(1, new Label(messages.text("forward.local")), local);
    dialog.getDialogPane().setContent(grid);
    var yes = new ButtonType(messages.text("action.forward"), ButtonData.OK_DONE);
    dialog.getDialogPane().getButtonTypes().setAll(yes, ButtonType.CANCEL);
    var ok = dialog.getDialogPane().lookupButton(yes);
    Runnable check =
        () ->
            ok.setDisable(
                port(ports.getEditor().getText(), 1).isEmpty()
                    || port(local.getText().isBlank() ? "0" : local.getText(), 0).isEmpty());
    ports.getEditor().textProperty().subscribe(check);
    local.textProperty().subscribe(check);
    ask(dialog, "forward")
        .filter(yes::equals)
        .flatMap(_ -> port(ports.getEditor().getText(), 1))
        .ifPresent(remote -> model.forward(id, remote, port(local.getText(), 1).orElse(0)));
  }

  private static Optional<Integer> port(String text, int least) {
    return text.strip().matches("\\d{1,5}")
        ? Optional.of(Integer.valueOf(text.strip())).filter(it -> it >= least && it < 65536)
        : Optional.empty();
  }

  private Optional<Details> details(ObjectId id) {
    return model.details().get().filter(it -> it.row().id().equals(id));
  }

  private Optional<ButtonType> ask(Dialog<ButtonType> dialog, String name) {
    dialog.setTitle(messages.text("action." + name));
    dialog.getDialogPane().setId("dialog-" + name);
    Window.getWindows().stream().filter(Window::isFocused).findFirst().ifPresent(dialog::initOwner);
    return dialog.showAndWait();
  }
}
