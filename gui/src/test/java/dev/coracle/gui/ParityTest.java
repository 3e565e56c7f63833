package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.tray.TrayAction;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.cluster.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.application.ColorScheme;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * What the command line can, the app can: each command has its place there, or a reason why not.
 */
@ExtendWith(ApplicationExtension.class)
class ParityTest {
  private static final Path REFERENCE = Path.of("..", "docs", "cli.md");
  private static final String HEADING = "### coracle ";

  private sealed interface Place {
    /** An entry of the menu and the palette. */
    record InMenu(Class<? extends TrayAction> action) implements Place {}

    /** On a page of the selected cluster: the ids of both, of page and control. */
    record OnPage(String page, String control) implements Place {}

    /** On the page of a new cluster, by the control's id. */
    record InForm(String control) implements Place {}

    /** A part of the window that is always there, by its id. */
    record InWindow(String id) implements Place {}

    record NotInApp(String why) implements Place {}
  }

  private static final Map<String, Place> PLACES = new TreeMap<>();

  static {
    put("start", new Place.InMenu(TrayAction.Start.class));
    put("status", new Place.OnPage("overview", "facts"));
    put("stop", new Place.InMenu(TrayAction.Sleep.class));
    put("restart", new Place.InMenu(TrayAction.Restart.class));
    put("pause", new Place.OnPage("overview", "pause"));
    put("unpause", new Place.InMenu(TrayAction.Unpause.class));
    put("resize", new Place.OnPage("settings", "resize"));
    put("delete", new Place.OnPage("overview", "delete"));
    put("dashboard", new Place.InMenu(TrayAction.OpenDashboard.class));
    put("ip", new Place.InMenu(TrayAction.CopyAddress.class));
    put("snapshot", new Place.OnPage("snapshots", "snapshots"));
    put("snapshot take", new Place.OnPage("snapshots", "snapshot-take"));
    put("snapshot list", new Place.OnPage("snapshots", "snapshots"));
    put("snapshot restore", new Place.OnPage("snapshots", "restore-kept"));
    put("snapshot delete", new Place.OnPage("snapshots", "remove-kept"));
    put("undo", new Place.OnPage("snapshots", "snapshot-undo"));
    put("clone", new Place.OnPage("snapshots", "snapshot-clone"));
    put("export", new Place.OnPage("snapshots", "snapshot-export"));
    put("import", new Place.InForm("import"));
    put("image", new Place.OnPage("images", "images-table"));
    put("image ls", new Place.OnPage("images", "images-table"));
    put("image load", new Place.OnPage("images", "images-load"));
    put("image pull", new Place.OnPage("images", "images-pull"));
    put("image rm", new Place.OnPage("images", "images-remove"));
    put("addons", new Place.OnPage("addons", "addons"));
    put("addons list", new Place.OnPage("addons", "addons"));
    put("addons enable", new Place.OnPage("addons", "addon-dashboard"));
    put("addons disable", new Place.InMenu(TrayAction.SwitchAddon.class));
    put("addons open", new Place.OnPage("addons", "addon-open-dashboard"));
    put("addons configure", new Place.OnPage("addons", "addon-configure-ingress"));
    put("addons images", new Place.NotInApp("for who provides images without a network"));
    var flags = new Place.NotInApp("what a flag of the command line means if it is not given");
    put("config", flags);
    put("config set", flags);
    put("config unset", flags);
    put("config get", flags);
    put("config view", flags);
    put("config defaults", flags);
    put("profile", new Place.InWindow("clusters"));
    put("profile list", new Place.InWindow("clusters"));
    put("update-context", new Place.InMenu(TrayAction.UseContext.class));
    put("kubectl", new Place.OnPage("workloads", "objects"));
    put("ssh", new Place.InMenu(TrayAction.OpenTerminal.class));
    put("doctor", new Place.OnPage("diagnostics", "checks"));
    put("diagnose", new Place.OnPage("diagnostics", "save-bundle"));
    put("logs", new Place.OnPage("diagnostics", "log"));
    put("events", new Place.OnPage("overview", "history"));
    put("version", new Place.OnPage("diagnostics", "version"));
    put("ca-cert", new Place.NotInApp("a certificate for other programs to trust"));
    put("ssh-key", new Place.NotInApp("a path for other programs; a person opens a terminal"));
    put("ssh-host", new Place.NotInApp("lines for a file of ssh's; a person opens a terminal"));
    put("completion", new Place.NotInApp("of a shell"));
    put("options", new Place.NotInApp("of the command line"));
    put("help", new Place.NotInApp("of the command line"));
    put("gui", new Place.NotInApp("it is the app"));
  }

  private final Person person = new Person(Duration.ofSeconds(30));
  private final Desktop desktop;

  ParityTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    var host = new TestHost(directory);
    host.bed.start("demo");
    host.launcher()
        .snapshotCluster(Undo.DEFAULT_SPACE_MIB)
        .take("demo", Optional.of("kept"), _ -> {});
    desktop = new Desktop(host.launcher(), new FxThread());
  }

  private static void put(String command, Place place) {
    PLACES.put(command, place);
  }

  @Start
  void start(Stage shown) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(shown);
  }

  @AfterEach
  void close() {
    person.interact(desktop::close);
  }

  @Test
  void everyCommandHasItsPlaceOrAReason() throws Exception {
    person.await(() -> !desktop.navigator().pages().isEmpty());

    assertThat(PLACES.keySet()).containsExactlyInAnyOrderElementsOf(commands());
    for (var place : PLACES.entrySet()) {
      var command = place.getKey();
      switch (place.getValue()) {
        case Place.InMenu it ->
            assertThat(TrayAction.class.getPermittedSubclasses()).as(command).contains(it.action());
        case Place.OnPage it -> {
          person.interact(() -> desktop.navigator().open(it.page()));
          assertThat(desktop.navigator().page().get().orElseThrow().id()).isEqualTo(it.page());
          awaitControl(it.control(), command);
        }
        case Place.InForm it -> {
          person.interact(() -> desktop.navigator().open(desktop.newCluster()));
          awaitControl(it.control(), command);
        }
        case Place.InWindow it -> awaitControl(it.id(), command);
        case Place.NotInApp it -> assertThat(it.why()).as(command).isNotBlank();
      }
    }
  }

  private void awaitControl(String id, String command) {
    person.eventually(
        () -> assertThat(person.sees("#" + id)).as("#" + id + " for " + command).isTrue());
  }

  /** The reference has them all, which a test of the command line's sees to. */
  private static List<String> commands() throws IOException {
    return Files.readAllLines(REFERENCE).stream()
        .filter(line -> line.startsWith(HEADING))
        .map(line -> line.substring(HEADING.length()))
        .toList();
  }
}
