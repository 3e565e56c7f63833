package dev.coracle.gui.tray;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.cluster.ClusterActions;
import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.Work;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.AddonChoice;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** Does what the menu and the palette ask for. Belongs to the FX thread. */
public final class TrayActions implements Consumer<TrayAction> {
  private final Launcher launcher;
  private final ClusterActions actions;
  private final ClusterList clusters;
  private final Tasks tasks;
  private final Dashboards dashboards;
  private final Optional<LoginEntry> login;
  private final IconChoice icon;
  private final Terminal terminal;
  private final Window window;
  private final Messages texts = Messages.of(TrayActions.class);

  /**
   * What is the window's to do.
   *
   * @param raise shows the window, in front of all others
   * @param create shows it with the page on which a cluster is made
   * @param quit ends the app, after the questions that have to be asked
   * @param browse shows a page in the user's browser, called from any thread
   * @param refresh looks anew at what the menu shows
   */
  public record Window(
      Runnable raise, Runnable create, Runnable quit, Consumer<URI> browse, Runnable refresh) {}

  public TrayActions(
      Launcher launcher,
      ClusterActions actions,
      ClusterList clusters,
      Tasks tasks,
      Dashboards dashboards,
      Optional<LoginEntry> login,
      IconChoice icon,
      Terminal terminal,
      Window window) {
    this.launcher = launcher;
    this.actions = actions;
    this.clusters = clusters;
    this.tasks = tasks;
    this.dashboards = dashboards;
    this.login = login;
    this.icon = icon;
    this.terminal = terminal;
    this.window = window;
  }

  @Override
  public void accept(TrayAction action) {
    switch (action) {
      case TrayAction.Start it -> actions.start(it.cluster());
      case TrayAction.Sleep it -> actions.sleep(it.cluster());
      case TrayAction.Pause it -> actions.pause(it.cluster());
      case TrayAction.Unpause it -> actions.unpause(it.cluster());
      case TrayAction.Stop it -> actions.powerOff(it.cluster());
      case TrayAction.Restart it -> actions.restart(it.cluster());
      case TrayAction.OpenDashboard it -> openDashboard(it.cluster());
      case TrayAction.CopyAddress it -> copyAddress(it.cluster());
      case TrayAction.OpenTerminal it ->
          run("task.terminal", it.cluster(), _ -> openTerminal(it.cluster()));
      case TrayAction.UseContext it ->
          run("task.context", it.cluster(), _ -> launcher.updateContext().run(it.cluster(), false));
      case TrayAction.SwitchAddon it -> switchAddon(it);
      case TrayAction.NewCluster _ -> window.create().run();
      case TrayAction.OpenWindow _ -> window.raise().run();
      case TrayAction.StartAtLogin it ->
          login.ifPresent(entry ->
              tasks
                  .run(texts.text("task.login"), _ -> entry.set(it.on()))
                  .whenEnded(_ -> window.refresh().run()));
      case TrayAction.DrawIcon it ->
          tasks
              .run(texts.text("task.icon"), _ -> icon.set(it.tone()))
              .whenEnded(_ -> window.refresh().run());
      case TrayAction.Quit _ -> window.quit().run();
    }
  }

  private void copyAddress(String cluster) {
    clusters
        .find(cluster)
        .flatMap(it -> it.config().getValue())
        .ifPresent(config -> {
          var content = new ClipboardContent();
          content.putString(config.hostAddress());
          Clipboard.getSystemClipboard().setContent(content);
        });
  }

  private void openDashboard(String cluster) {
    run(
        "task.dashboard",
        cluster,
        events -> window.browse().accept(dashboards.invite(cluster, "/", events)));
  }

  private void openTerminal(String cluster) {
    try {
      terminal.open(List.of("--profile", cluster, "ssh"));
    } catch (IOException e) {
      throw new ProblemException(
          GuiError.TERMINAL_MISSING, "No terminal could be opened: " + e.getMessage() + ".", e);
    }
  }

  private void switchAddon(TrayAction.SwitchAddon it) {
    var addons = launcher.clusterAddons();
    run(
        it.on() ? "task.enable" : "task.disable",
        it.cluster(),
        events -> {
          if (it.on()) {
            addons.enable(it.cluster(), it.addon(), AddonChoice.none(), events);
          } else {
            addons.disable(it.cluster(), it.addon(), events);
          }
        },
        it.addon());
  }

  private void run(String title, String cluster, Work work, String... more) {
    var text = more.length == 0 ? texts.text(title, cluster) : texts.text(title, cluster, more[0]);
    tasks.run(text, cluster, work).whenEnded(_ -> clusters.refresh());
  }
}
