package dev.coracle.gui.addons;

import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.problem.ProblemView;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.WhileShown;
import dev.coracle.gui.view.EmptyState;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.AddonChoice;
import dev.coracle.launcher.cluster.ClusterAddon;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * The addons of a cluster, each with a switch; what is asked of one at rest is done when it runs.
 */
public final class AddonsPage implements Page {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Launcher launcher;
  private final Tasks tasks;
  private final Background background;
  private final Dashboards dashboards;
  private final Consumer<URI> browser;
  private final Messages messages = Messages.of(AddonsPage.class);
  private final PageFrame frame;
  private final VBox cards = new VBox(10);
  private final VBox problems = new VBox(8);
  private Optional<Listing> shown = Optional.empty();
  private final WhileShown asking;

  /** What there is, and what is no addon though it lies there. */
  private record Listing(List<ClusterAddon> addons, List<Problem> broken, boolean running) {}

  public AddonsPage(
      Cluster cluster,
      Launcher launcher,
      Tasks tasks,
      Background background,
      Dashboards dashboards,
      Consumer<URI> browser) {
    this.cluster = cluster;
    this.launcher = launcher;
    this.tasks = tasks;
    this.background = background;
    this.dashboards = dashboards;
    this.browser = browser;
    asking = new WhileShown(() -> background.every(PAUSE, this::read, this::show, this::refuse));
    cards.setId("addons");
    frame = new PageFrame(title());
    problems.managedProperty().bind(Bindings.isNotEmpty(problems.getChildren()));
    frame.body().getChildren().addAll(problems, cards);
  }

  private Listing read() {
    var broken = new ArrayList<Problem>();
    var addons = launcher.clusterAddons().list(cluster.name(), broken::add);
    return new Listing(addons, broken, cluster.state().getValue() == State.RUNNING);
  }

  private void show(Listing now) {
    if (shown.equals(Optional.of(now))) {
      return;
    }
    shown = Optional.of(now);
    problems.getChildren().setAll(now.broken().stream().map(ProblemView::of).toList());
    if (now.addons().isEmpty()) {
      var none =
          EmptyState.of(icon(), messages.text("addons.none"), messages.text("addons.none.hint"));
      cards.getChildren().setAll(none);
      return;
    }
    cards.getChildren().setAll(now.addons().stream().map(it -> card(it, now.running())).toList());
  }

  private Node card(ClusterAddon addon, boolean running) {
    var actions =
        new AddonCard.Actions(on -> change(addon, on), () -> configure(addon), () -> open(addon));
    return new AddonCard(addon, running, actions).node();
  }

  private void refuse(Problem problem) {
    problems.getChildren().setAll(ProblemView.of(problem));
  }

  private void change(ClusterAddon addon, boolean on) {
    var name = addon.addon().name();
    var addons = launcher.clusterAddons();
    var task =
        tasks.run(
            messages.text(on ? "task.enable" : "task.disable", name),
            cluster.name(),
            events -> {
              if (on) {
                addons.enable(cluster.name(), name, AddonChoice.none(), events);
              } else {
                addons.disable(cluster.name(), name, events);
              }
            });
    task.whenEnded(_ -> {
      shown = Optional.empty();
      asking.again();
    });
  }

  private void configure(ClusterAddon addon) {
    var name = addon.addon().name();
    new ConfigureDialog(addon)
        .ask(frame.node().getScene().getWindow())
        .ifPresent(values ->
            tasks
                .run(
                    messages.text("task.configure", name),
                    cluster.name(),
                    events ->
                        launcher.clusterAddons().configure(cluster.name(), name, values, events))
                .whenEnded(_ -> asking.again()));
  }

  private void open(ClusterAddon addon) {
    if (Dashboards.serves(addon.addon())) {
      tasks.run(
          messages.text("task.dashboard", cluster.name()),
          cluster.name(),
          events -> browser.accept(dashboards.invite(cluster.name(), "/", events)));
      return;
    }
    background.ask(
        () -> launcher.clusterAddons().endpoints(cluster.name(), addon.addon().name(), "http"),
        found -> found.stream().findFirst().ifPresent(browser),
        this::refuse);
  }

  @Override
  public String id() {
    return "addons";
  }

  @Override
  public String title() {
    return messages.text("addons.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignP.PUZZLE_OUTLINE;
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
