package dev.coracle.gui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.tray.TrayAction;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javafx.application.ColorScheme;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

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

    /** A page of the selected cluster, by its id. */
    record OnPage(String page) implements Place {}

    /** A part of the window that is always there, by its id. */
    record InWindow(String id) implements Place {}

    record NotInApp(String why) implements Place {}
  }

  private static final Place NO_PAGE_YET = new Place.NotInApp("there is no page for it yet");
  private static final Map<String, Place> PLACES = new TreeMap<>();

  static {
    put("start", new Place.InMenu(TrayAction.Start.class));
    put("status", new Place.OnPage("overview"));
    put("stop", new Place.InMenu(TrayAction.Sleep.class));
    put("restart", new Place.InMenu(TrayAction.Restart.class));
    put("resize", NO_PAGE_YET);
    put("delete", NO_PAGE_YET);
    put("ip", new Place.InMenu(TrayAction.CopyAddress.class));
    put("snapshot", NO_PAGE_YET);
    put("undo", NO_PAGE_YET);
    put("clone", NO_PAGE_YET);
    put("export", NO_PAGE_YET);
    put("import", NO_PAGE_YET);
    put("addons", new Place.InMenu(TrayAction.SwitchAddon.class));
    put("config", NO_PAGE_YET);
    put("profile", new Place.InWindow("clusters"));
    put("update-context", new Place.InMenu(TrayAction.UseContext.class));
    put("kubectl", NO_PAGE_YET);
    put("ssh", new Place.InMenu(TrayAction.OpenTerminal.class));
    put("doctor", NO_PAGE_YET);
    put("logs", NO_PAGE_YET);
    put("events", NO_PAGE_YET);
    put("version", NO_PAGE_YET);
    put("dashboard", new Place.InMenu(TrayAction.OpenDashboard.class));
    put("image", new Place.OnPage("images"));
    put("compact", new Place.NotInApp("housekeeping of the host's disk"));
    put("ca-cert", new Place.NotInApp("a certificate for other programs to trust"));
    put("ssh-key", new Place.NotInApp("a path for other programs; a person opens a terminal"));
    put("ssh-host", new Place.NotInApp("lines for a file of ssh's; a person opens a terminal"));
    put("completion", new Place.NotInApp("of a shell"));
    put("options", new Place.NotInApp("of the command line"));
    put("help", new Place.NotInApp("of the command line"));
    put("gui", new Place.NotInApp("it is the app"));
  }

  private final Desktop desktop;
  private @Nullable Stage stage;

  ParityTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    var launcher = new Launcher(new TestBed(directory).surroundings());
    launcher.startCluster().run(StartRequest.of("demo"), _ -> {});
    desktop = new Desktop(launcher, new FxThread());
  }

  private static void put(String command, Place place) {
    PLACES.put(command, place);
  }

  @Start
  void start(Stage shown) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(shown);
    stage = shown;
  }

  @AfterEach
  void close() {
    desktop.close();
  }

  @Test
  void everyCommandHasItsPlaceOrAReason() throws Exception {
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> !desktop.navigator().pages().isEmpty());
    var pages = desktop.navigator().pages().stream().map(Page::id).toList();

    assertThat(commands()).isNotEmpty();
    for (var command : commands()) {
      assertThat(PLACES).as("where is it in the app, or why not?").containsKey(command);
      switch (requireNonNull(PLACES.get(command))) {
        case Place.InMenu it ->
            assertThat(TrayAction.class.getPermittedSubclasses()).as(command).contains(it.action());
        case Place.OnPage it -> assertThat(pages).as("page of " + command).contains(it.page());
        case Place.InWindow it ->
            assertThat(requireNonNull(stage).getScene().lookup("#" + it.id()))
                .as(command)
                .isNotNull();
        case Place.NotInApp it -> assertThat(it.why()).as(command).isNotBlank();
      }
    }
  }

  /** The reference has them all, which a test of the command line's sees to. */
  private static List<String> commands() throws IOException {
    return Files.readAllLines(REFERENCE).stream()
        .filter(line -> line.startsWith(HEADING))
        .map(line -> line.substring(HEADING.length()).split(" ", 2)[0])
        .distinct()
        .toList();
  }
}
