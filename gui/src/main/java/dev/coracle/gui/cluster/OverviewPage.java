package dev.coracle.gui.cluster;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.OverviewModel.Look;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.Usage;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** A cluster at a glance: what it does, what it has and uses, what happened to it. */
public final class OverviewPage implements Page {
  private static final int PODS_AT_MOST = 110;
  private static final double MIB_IN_GIB = 1024;

  private final Cluster cluster;
  private final OverviewModel model;
  private final Messages messages = Messages.of(OverviewPage.class);
  private final PageFrame frame;
  private final HBox state;
  private final Subscription following;
  private final VBox problems = new VBox(8);
  private final VBox progress = new VBox(6);
  private final GridPane facts = new GridPane(24, 6);
  private final UsageChart cpu = chart("cpu", Usage::cpus);
  private final UsageChart memory = chart("memory", Usage::memoryMiB);
  private final UsageChart disk = chart("disk", Usage::diskMiB);
  private final UsageChart pods = chart("pods", Usage::pods);
  private final HBox charts = new HBox(12, cpu.node(), memory.node(), disk.node(), pods.node());
  private final VBox history = new VBox(4);

  public OverviewPage(
      Cluster cluster, ClusterActions actions, Launcher launcher, Background background) {
    this.cluster = cluster;
    this.model = new OverviewModel(cluster, launcher, background);
    frame =
        new PageFrame(
            cluster.name(), new ClusterButtons(cluster, actions).nodes().toArray(Node[]::new));
    var mark = new StateMark(cluster);
    state = new HBox(8, mark.dot(), mark.word());
    state.getStyleClass().add("row");
    facts.setId("facts");
    facts.getColumnConstraints().addAll(new ColumnConstraints(), wide());
    charts
        .getChildren()
        .forEach(chart -> {
          HBox.setHgrow(chart, Priority.ALWAYS);
          ((Region) chart).setPrefWidth(150);
        });
    history.setId("history");
    frame.body().getChildren().addAll(problems, progress, facts, charts, history);
    model.look().subscribe(look -> look.ifPresent(this::show));
    model.problem().subscribe(_ -> showProblems());
    following =
        cluster
            .problem()
            .subscribe(_ -> showProblems())
            .and(cluster.config().subscribe(_ -> showFacts()))
            .and(mark::close);
  }

  private static ColumnConstraints wide() {
    var column = new ColumnConstraints();
    column.setHgrow(Priority.ALWAYS);
    return column;
  }

  private UsageChart chart(String id, ToDoubleFunction<Usage> value) {
    return new UsageChart(id, messages.text("usage." + id), value);
  }

  private void show(Look look) {
    showProblems();
    showProgress(look);
    showFacts();
    showUsage();
    showHistory(look.events());
  }

  private void showProblems() {
    var all = new LinkedHashSet<Problem>();
    cluster.problem().getValue().ifPresent(all::add);
    model.problem().get().ifPresent(all::add);
    model.look().get().ifPresent(look -> all.addAll(look.problems()));
    problems.getChildren().setAll(all.stream().map(ProblemView::of).toList());
    hideIf(problems, all.isEmpty());
  }

  private void showProgress(Look look) {
    var part = OverviewModel.progress(look);
    hideIf(progress, part.isEmpty());
    part.ifPresent(value -> {
      var step = look.step().orElseThrow();
      var bar = new ProgressBar(value);
      bar.setMaxWidth(Double.MAX_VALUE);
      bar.setAccessibleText(step.detail());
      var name = OverviewModel.stepOf(step).map(it -> messages.text("step." + it.name()));
      var title = new Label(name.orElse(step.step()));
      title.getStyleClass().add(Styles.TEXT_BOLD);
      var detail = new Label(step.detail());
      detail.getStyleClass().add(Styles.TEXT_MUTED);
      hideIf(detail, detail.getText().equals(title.getText()));
      progress.getChildren().setAll(title, bar, detail);
    });
  }

  private void showFacts() {
    facts.getChildren().clear();
    addFact("state", state);
    cluster.config().getValue().ifPresent(this::showConfig);
    model
        .look()
        .get()
        .flatMap(Look::usage)
        .map(Usage::up)
        .filter(Duration::isPositive)
        .ifPresent(up -> addFact("uptime", value(uptime(up))));
  }

  private void showConfig(ClusterConfig config) {
    addFact("address", value(config.hostAddress()));
    addFact("server", value(config.server().toString()));
    addFact("kubernetes", value(config.kubernetesVersion()));
    var reason = model.look().get().flatMap(Look::driver);
    addFact("driver", value(reason.orElse(config.driver())));
    addFact(
        "size",
        value(
            messages.text(
                "fact.size.value",
                config.cpus(),
                config.memoryMiB() / MIB_IN_GIB,
                config.diskMiB() / MIB_IN_GIB)));
  }

  private void addFact(String key, Node value) {
    var label = new Label(messages.text("fact." + key));
    label.getStyleClass().add(Styles.TEXT_MUTED);
    label.setMinWidth(Region.USE_PREF_SIZE);
    facts.addRow(facts.getRowCount(), label, value);
  }

  private static Label value(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    return label;
  }

  private String uptime(Duration up) {
    return up.toDays() > 0
        ? messages.text("uptime.days", up.toDays(), up.toHoursPart())
        : messages.text("uptime.hours", up.toHours(), up.toMinutesPart());
  }

  private void showUsage() {
    var samples = List.copyOf(model.usage());
    hideIf(charts, samples.isEmpty());
    var config = cluster.config().getValue();
    if (samples.isEmpty() || config.isEmpty()) {
      return;
    }
    var last = samples.getLast();
    var has = config.get();
    cpu.show(samples, has.cpus(), messages.text("usage.of", last.cpus(), has.cpus()));
    memory.show(samples, has.memoryMiB(), gib(last.memoryMiB(), has.memoryMiB()));
    disk.show(samples, (double) last.diskTotalMiB(), gib(last.diskMiB(), last.diskTotalMiB()));
    pods.show(samples, PODS_AT_MOST, messages.text("usage.of", last.pods(), PODS_AT_MOST));
  }

  private String gib(long usedMiB, long ofMiB) {
    return messages.text("usage.gib", usedMiB / MIB_IN_GIB, ofMiB / MIB_IN_GIB);
  }

  private void showHistory(List<HistoryEntry> entries) {
    hideIf(history, entries.isEmpty());
    var heading = new Label(messages.text("history.title"));
    heading.getStyleClass().add(Styles.TEXT_BOLD);
    history.getChildren().setAll(heading);
    var format =
        DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM).withZone(ZoneId.systemDefault());
    for (var entry : entries) {
      var time = new Label(format.format(entry.time()));
      time.getStyleClass().add(Styles.TEXT_MUTED);
      time.setMinWidth(90);
      var text = value(entry.message());
      if (entry.warning()) {
        text.getStyleClass().add(Styles.WARNING);
      }
      history.getChildren().add(new HBox(8, time, text));
    }
  }

  private static void hideIf(Node node, boolean hide) {
    node.setVisible(!hide);
    node.setManaged(!hide);
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
    return frame.node();
  }

  @Override
  public void onShown() {
    model.start();
  }

  @Override
  public void onHidden() {
    model.stop();
  }

  @Override
  public void close() {
    following.unsubscribe();
  }
}
