package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterSettings;
import dev.coracle.launcher.cluster.StartRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputDialog;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The form of a new cluster; all but its name has a default that fits this computer. */
public final class NewClusterPage implements Page {
  private static final int DISK_MIB = 20_000;

  private final Navigator navigator;
  private final ClusterActions actions;
  private final NewClusterModel model;
  private final Messages messages = Messages.of(NewClusterPage.class);
  private final PageFrame frame;
  private final SizeFields size;
  private final ComboBox<String> version = new ComboBox<>();
  private final SleepChoice sleep = new SleepChoice(Duration.ZERO);

  public NewClusterPage(
      Launcher launcher, ClusterList clusters, ClusterActions actions, Navigator navigator) {
    this.navigator = navigator;
    this.actions = actions;
    this.model = new NewClusterModel(clusters);
    var form = new GridPane(16, 12);
    var name = new TextField();
    name.setId("name");
    name.textProperty().bindBidirectional(model.name());
    var fault = new Label();
    fault.setId("name-fault");
    fault.getStyleClass().add(Styles.DANGER);
    fault.setWrapText(true);
    fault.textProperty().bind(model.fault().map(this::text));
    model
        .fault()
        .subscribe(it -> name.pseudoClassStateChanged(Styles.STATE_DANGER, it.isPresent()));
    addRow(form, "new.name", name, fault);
    var host = launcher.hostCapacity();
    size = new SizeFields(form, host, host.defaultCpus(), host.defaultMemoryMiB(), DISK_MIB, 0);
    version.getItems().setAll(launcher.kubernetesVersions());
    version.getSelectionModel().selectFirst();
    version.setId("version");
    addRow(form, "new.version", version, new Label());
    var sleepHint = new Label(messages.text("new.sleep.hint"));
    sleepHint.getStyleClass().add(Styles.TEXT_MUTED);
    sleepHint.setWrapText(true);
    addRow(form, "sleep.label", sleep.box(), sleepHint);
    var importing = new Button(messages.text("new.import"), new FontIcon(MaterialDesignI.IMPORT));
    importing.setId("import");
    importing.setOnAction(
        _ -> new ExportFile().toRead(form.getScene().getWindow()).ifPresent(this::importFrom));
    frame = new PageFrame(title(), importing);
    frame.body().getChildren().addAll(form, buttons());
  }

  private HBox buttons() {
    var create = new Button(messages.text("new.create"));
    create.setId("create");
    create.setDefaultButton(true);
    create.disableProperty().bind(model.fault().map(Optional::isPresent));
    create.setOnAction(_ -> create());
    var cancel = new Button(messages.text("new.cancel"));
    cancel.setId("new-cancel");
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> navigator.back());
    return new HBox(8, create, cancel);
  }

  private void addRow(GridPane form, String key, Region field, Label hint) {
    var label = new Label(messages.text(key));
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setLabelFor(field);
    field.setAccessibleText(label.getText());
    field.setPrefWidth(150);
    field.setMinWidth(150);
    form.addRow(form.getRowCount(), label, field, hint);
  }

  private String text(Optional<NewClusterModel.Fault> fault) {
    return fault.map(it -> messages.text("new.fault." + it.name())).orElse("");
  }

  /** Makes a cluster of an exported one; asks under which name. */
  public void importFrom(Path file) {
    var dialog = new TextInputDialog();
    dialog.initOwner(node().getScene().getWindow());
    dialog.setTitle(messages.text("new.import"));
    dialog.setHeaderText(messages.text("new.import.name"));
    dialog.getDialogPane().setId("dialog-import");
    dialog.getEditor().setAccessibleText(messages.text("new.import.name"));
    dialog.getEditor().setPromptText(messages.text("new.import.same"));
    dialog
        .showAndWait()
        .map(String::strip)
        .ifPresent(name -> {
          actions.importFrom(file, Optional.of(name).filter(it -> !it.isEmpty()));
          navigator.back();
        });
  }

  private void create() {
    var settings = size.into(ClusterSettings.builder());
    Optional.ofNullable(version.getValue()).ifPresent(settings::kubernetesVersion);
    var after = sleep.box().getValue();
    if (after.isPositive()) {
      settings.autoSleep(after);
    }
    var name = model.name().get();
    actions.start(StartRequest.of(name).with(settings.build()));
    navigator.back();
    navigator.selectWhenThere(name);
  }

  @Override
  public String id() {
    return "new";
  }

  @Override
  public String title() {
    return messages.text("new.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignP.PLUS;
  }

  @Override
  public Node node() {
    return frame.node();
  }
}
