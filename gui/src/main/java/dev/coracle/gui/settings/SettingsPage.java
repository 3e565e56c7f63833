package dev.coracle.gui.settings;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.cluster.SizeFields;
import dev.coracle.gui.cluster.SleepChoice;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ClusterSettings;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.HostCapacity;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * What a cluster has of this computer, when it sleeps and its proxies; what it was made with is
 * told.
 */
public final class SettingsPage implements Page {
  private static final double LABELS = 180;

  private final Cluster cluster;
  private final Launcher launcher;
  private final Tasks tasks;
  private final Messages messages = Messages.of(SettingsPage.class);
  private final PageFrame frame;
  private final VBox content = new VBox(16);
  private final WhileShown asking;

  /** What the form begins with. */
  private record Now(ClusterConfig config, HostCapacity host, Duration sleep) {}

  public SettingsPage(Cluster cluster, Launcher launcher, Tasks tasks, Background background) {
    this.cluster = cluster;
    this.launcher = launcher;
    this.tasks = tasks;
    asking = new WhileShown(() -> background.ask(this::read, this::show, this::refuse));
    frame = new PageFrame(title());
    frame.body().getChildren().add(content);
  }

  private Now read() {
    return new Now(
        launcher.readClusterConfig().run(cluster.name()),
        launcher.hostCapacity(),
        launcher.autoSleep().get(cluster.name()).orElse(Duration.ZERO));
  }

  private void show(Now now) {
    var config = now.config();
    var form = form(12);
    form.setId("settings");
    var size =
        new SizeFields(
            form,
            now.host(),
            config.cpus(),
            config.memoryMiB(),
            config.diskMiB(),
            config.diskMiB());
    var resize = new Button(messages.text("settings.resize"));
    resize.setId("resize");
    resize.setOnAction(_ -> change("task.resize", size.into(ClusterSettings.builder()).build()));
    resize.disableProperty().bind(cluster.busy());
    var note = muted("");
    note.textProperty().bind(cluster.state().map(this::whenApplied));
    var sleepForm = form(12);
    var sleep = new SleepChoice(now.sleep());
    sleep.box().valueProperty().addListener((_, _, after) -> setSleep(after));
    addRow(sleepForm, "sleep", sleep.box(), muted(messages.text("settings.sleep.hint")));
    var fixed = form(6);
    addFact(fixed, "driver", config.driver());
    addFact(fixed, "kubernetes", config.kubernetesVersion());
    addFact(fixed, "services", config.serviceCidr());
    addFact(fixed, "pods", config.podCidr());
    addFact(fixed, "domain", config.dnsDomain());
    content
        .getChildren()
        .setAll(
            heading("settings.size"),
            form,
            new VBox(6, resize, note),
            heading("settings.sleep"),
            sleepForm,
            heading("settings.proxies"),
            proxies(config),
            heading("settings.fixed"),
            muted(messages.text("settings.fixed.hint")),
            fixed);
  }

  /** All three have their fields below each other. */
  private static GridPane form(double gap) {
    var form = new GridPane(16, gap);
    form.getColumnConstraints()
        .add(new ColumnConstraints(LABELS, Region.USE_COMPUTED_SIZE, Double.MAX_VALUE));
    return form;
  }

  private Node proxies(ClusterConfig config) {
    var form = form(12);
    var fields = new ProxyFields(form, config.environment());
    var apply = new Button(messages.text("settings.proxies.apply"));
    apply.setId("proxies-apply");
    apply.setOnAction(_ ->
        change(
            "task.proxies", ClusterSettings.builder().environment(fields.environment()).build()));
    apply.disableProperty().bind(cluster.busy());
    var note = muted("");
    note.textProperty().bind(cluster.state().map(this::whenProxiesApply));
    return new VBox(
        12, muted(messages.text("settings.proxies.hint")), form, new VBox(6, apply, note));
  }

  private String whenApplied(State state) {
    return switch (state) {
      case RUNNING, STARTING -> messages.text("settings.resize.running");
      case SAVED, PAUSED -> messages.text("settings.resize.asleep");
      case STOPPED, STOPPING, ERROR, NONEXISTENT, MISCONFIGURED, CONFIGURED ->
          messages.text("settings.resize.stopped");
    };
  }

  private String whenProxiesApply(State state) {
    return switch (state) {
      case RUNNING, STARTING -> messages.text("settings.proxies.running");
      case SAVED, PAUSED -> messages.text("settings.proxies.asleep");
      case STOPPED, STOPPING, ERROR, NONEXISTENT, MISCONFIGURED, CONFIGURED ->
          messages.text("settings.proxies.stopped");
    };
  }

  private void change(String task, ClusterSettings asked) {
    tasks
        .run(
            messages.text(task, cluster.name()),
            cluster.name(),
            events -> launcher.resizeCluster().run(cluster.name(), asked, events))
        .whenEnded(_ -> asking.again());
  }

  private void setSleep(Duration after) {
    tasks.run(
        messages.text("task.sleep", cluster.name()),
        cluster.name(),
        events -> launcher.autoSleep().set(cluster.name(), after, events));
  }

  private void addFact(GridPane form, String key, String value) {
    var text = new Label(value);
    text.setWrapText(true);
    addRow(form, key, text, new Label());
  }

  private void addRow(GridPane form, String key, Region field, Label hint) {
    var label = new Label(messages.text("settings." + key + ".label"));
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setLabelFor(field);
    form.addRow(form.getRowCount(), label, field, hint);
  }

  private Label heading(String key) {
    var label = new Label(messages.text(key));
    label.getStyleClass().add(Styles.TITLE_4);
    return label;
  }

  private static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().add(Styles.TEXT_MUTED);
    label.setWrapText(true);
    return label;
  }

  private void refuse(Problem problem) {
    content.getChildren().setAll(ProblemView.of(problem));
  }

  @Override
  public String id() {
    return "settings";
  }

  @Override
  public String title() {
    return messages.text("settings.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.COG_OUTLINE;
  }

  @Override
  public Node node() {
    return frame.node();
  }

  @Override
  public void onShown() {
    asking.begin();
  }

  @Override
  public void onHidden() {
    asking.end();
  }
}
