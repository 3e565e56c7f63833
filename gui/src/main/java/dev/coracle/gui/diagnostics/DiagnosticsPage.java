package dev.coracle.gui.diagnostics;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.problem.FindingView;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Question;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.Version;
import dev.coracle.launcher.cluster.LogRequest;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.preflight.Preflight;
import dev.coracle.launcher.preflight.Preflight.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The checks of this computer for a cluster, with what helps, and the logs of its node. */
public final class DiagnosticsPage implements Page {
  private static final int LINES = 400;

  private final Cluster cluster;
  private final Launcher launcher;
  private final Tasks tasks;
  private final Background background;
  private final Messages messages = Messages.of(DiagnosticsPage.class);
  private final PageFrame frame;
  private final VBox checks = new VBox(8);
  private final ObservableList<String> lines = FXCollections.observableArrayList();
  private final CheckBox troubleOnly;
  private final WhileShown checking = new WhileShown(() -> askChecks(this::check));
  private final WhileShown reading = new WhileShown(this::askLogs);

  public DiagnosticsPage(Cluster cluster, Launcher launcher, Tasks tasks, Background background) {
    this.cluster = cluster;
    this.launcher = launcher;
    this.tasks = tasks;
    this.background = background;
    checks.setId("checks");
    var again =
        new Button(messages.text("diagnostics.again"), new FontIcon(MaterialDesignR.REFRESH));
    again.setId("check-again");
    again.setOnAction(_ -> onShown());
    var version = new Label(messages.text("diagnostics.version", Version.CORACLE));
    version.setId("version");
    version.getStyleClass().add(Styles.TEXT_MUTED);
    var save = new Button(messages.text("bundle.save"), new FontIcon(MaterialDesignP.PACKAGE_DOWN));
    save.setId("save-bundle");
    save.setOnAction(_ -> askWhereToSave());
    frame = new PageFrame(title(), version, save, again);
    troubleOnly = new CheckBox(messages.text("diagnostics.trouble"));
    troubleOnly.setId("trouble-only");
    troubleOnly.setOnAction(_ -> reading.begin());
    troubleOnly.setMinWidth(Region.USE_PREF_SIZE);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var logHead = new HBox(8, heading("diagnostics.logs"), space, troubleOnly);
    logHead.setAlignment(Pos.CENTER_LEFT);
    var log = new ListView<>(lines);
    log.setId("log");
    log.setAccessibleText(messages.text("diagnostics.logs"));
    log.setPlaceholder(new Label(messages.text("diagnostics.logs.none")));
    log.getStyleClass().addAll(Styles.DENSE, "log");
    log.setPrefHeight(280);
    frame.body().getChildren().addAll(checks, logHead, log);
  }

  private void askWhereToSave() {
    var chooser = new FileChooser();
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(messages.text("bundle.files"), "*.zip"));
    chooser.setInitialFileName(launcher.diagnose().fileName(cluster.name()));
    Optional.ofNullable(chooser.showSaveDialog(frame.node().getScene().getWindow()))
        .ifPresent(file -> save(file.toPath()));
  }

  /** Collects all this and more in a file, without secrets. */
  public void save(Path file) {
    tasks.run(
        messages.text("task.bundle", cluster.name()),
        cluster.name(),
        events -> launcher.diagnose().run(cluster.name(), file, events));
  }

  private Label heading(String key) {
    var label = new Label(messages.text(key));
    label.getStyleClass().add(Styles.TITLE_4);
    return label;
  }

  private List<Finding> check() throws InterruptedException {
    return Preflight.run(launcher.checkHost().checks(cluster.name()));
  }

  private void show(List<Finding> findings) {
    checks
        .getChildren()
        .setAll(findings.stream().map(it -> new FindingView(it, this::apply).node()).toList());
  }

  private void apply(Fix.Action fix) {
    checking.instead(
        askChecks(() -> {
          fix.action().run();
          return check();
        }));
  }

  private Background.Asking askChecks(Question<List<Finding>> question) {
    checks.getChildren().setAll(new ProgressIndicator());
    return background.ask(question, this::show, this::refuse);
  }

  private void refuse(Problem problem) {
    checks.getChildren().setAll(ProblemView.of(problem));
  }

  private Background.Asking askLogs() {
    boolean trouble = troubleOnly.isSelected();
    return background.ask(
        () -> log(trouble), lines::setAll, problem -> lines.setAll(problem.detail()));
  }

  private List<String> log(boolean trouble) throws InterruptedException {
    var read = new ArrayList<String>();
    var request = new LogRequest(Optional.empty(), LINES, false, trouble, true);
    launcher.readLogs().run(cluster.name(), request, read::add);
    return read;
  }

  @Override
  public String id() {
    return "diagnostics";
  }

  @Override
  public String title() {
    return messages.text("diagnostics.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignS.STETHOSCOPE;
  }

  @Override
  public Node node() {
    return frame.node();
  }

  @Override
  public void onShown() {
    checking.begin();
    reading.begin();
  }

  @Override
  public void onHidden() {
    checking.end();
    reading.end();
  }
}
