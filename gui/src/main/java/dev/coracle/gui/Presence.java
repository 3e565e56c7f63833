package dev.coracle.gui;

import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.palette.Palette;
import dev.coracle.gui.palette.PaletteEntries;
import dev.coracle.gui.palette.PaletteEntry;
import dev.coracle.gui.palette.PaletteModel;
import dev.coracle.gui.tray.AppTray;
import dev.coracle.gui.tray.HostSleep;
import dev.coracle.gui.tray.IconChoice;
import dev.coracle.gui.tray.LoginEntry;
import dev.coracle.gui.tray.Terminal;
import dev.coracle.gui.tray.Tray;
import dev.coracle.gui.tray.TrayAction;
import dev.coracle.gui.tray.TrayActions;
import dev.coracle.gui.tray.TrayDetails;
import dev.coracle.gui.tray.TrayPlace;
import dev.coracle.gui.tray.TrayView;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.stage.Stage;
import javafx.util.Duration;

/** The app beyond its pages: the icon in the panel, the palette, and how long the window lives. */
final class Presence implements AutoCloseable {
  /** A panel that is there answers at once, but at login it may come up after the app. */
  private static final Duration PATIENCE = Duration.seconds(10);

  private final Desktop desktop;
  private final FxThread fx;
  private final WindowLife life;
  private final TrayActions actions;
  private final AppTray tray;
  private final Stage stage;
  private final Messages texts = Messages.of(Presence.class);

  Presence(Desktop desktop, Stage stage, FxThread fx) {
    this.desktop = desktop;
    this.stage = stage;
    this.fx = fx;
    var host = desktop.host();
    var login = LoginEntry.of(host.system(), host.environment(), host.program());
    var config = desktop.launcher().home().resolve("config");
    var icon = new IconChoice(config.resolve("gui-icon"));
    life =
        new WindowLife(
            stage,
            desktop.clusters(),
            desktop.actions(),
            new ToldOnce(config.resolve("gui-close-told")),
            this::isSeen,
            host.end());
    actions =
        new TrayActions(
            desktop.launcher(),
            desktop.actions(),
            desktop.clusters(),
            desktop.tasks(),
            desktop.dashboards(),
            login,
            icon,
            new Terminal(host.system(), host.environment(), host.program()),
            new TrayActions.Window(
                life::raise, this::create, life::quit, host.browse(), this::refresh));
    tray =
        new AppTray(
            desktop.clusters(), new TrayDetails(desktop.launcher()), login, icon, fx, this::place);
    HostSleep.follow(host.system(), tray::menu, this::clicked);
    new Palette(new PaletteModel(this::entries)).install(stage.getScene());
  }

  private Optional<Tray> place(TrayView first, Consumer<Boolean> seen) {
    var host = desktop.host();
    return TrayPlace.take(host.system(), host.environment(), first, this::clicked, seen);
  }

  private void clicked(TrayAction action) {
    fx.execute(() -> actions.accept(action));
  }

  private void create() {
    life.raise();
    desktop.navigator().open(desktop.newCluster());
  }

  private boolean isSeen() {
    return tray.seen().get();
  }

  private void refresh() {
    tray.refresh();
  }

  private List<PaletteEntry> entries() {
    var entries = new ArrayList<PaletteEntry>();
    var navigator = desktop.navigator();
    for (var page : navigator.pages()) {
      entries.add(
          new PaletteEntry(
              texts.text("palette.page", page.title()), () -> navigator.open(page.id())));
    }
    for (Cluster cluster : desktop.clusters().clusters()) {
      entries.add(
          new PaletteEntry(
              texts.text("palette.cluster", cluster.name()), () -> navigator.select(cluster)));
    }
    entries.addAll(new PaletteEntries(actions).of(tray.menu().items()));
    return entries;
  }

  void raise() {
    life.raise();
  }

  /** Shows the window if no panel has come to show the icon. */
  void raiseUnlessSeen() {
    var wait = new PauseTransition(PATIENCE);
    wait.setOnFinished(_ -> {
      if (!isSeen() && !stage.isShowing()) {
        life.raise();
      }
    });
    wait.play();
  }

  @Override
  public void close() {
    tray.close();
  }
}
