package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.tray.TrayItem.Command;
import dev.coracle.gui.tray.TrayItem.Line;
import dev.coracle.gui.tray.TrayItem.Separator;
import dev.coracle.gui.tray.TrayItem.Submenu;
import dev.coracle.gui.tray.TrayItem.Toggle;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrayMenuTest {
  @Test
  void aRunningClusterHasItsEntriesInTheMenuItself() {
    assertThat(menu(Samples.cluster("demo", State.RUNNING)).items())
        .containsExactly(
            new Line("demo: running"),
            new Command("Start", new TrayAction.Start("demo"), false),
            new Command("Sleep", new TrayAction.Sleep("demo"), true),
            new Command("Pause", new TrayAction.Pause("demo"), true),
            new Command("Stop", new TrayAction.Stop("demo"), true),
            new Command("Restart", new TrayAction.Restart("demo"), true),
            new Separator(),
            new Command("Dashboard", new TrayAction.OpenDashboard("demo"), true),
            new Command("Copy IP address", new TrayAction.CopyAddress("demo"), true),
            new Command("Open terminal", new TrayAction.OpenTerminal("demo"), true),
            new Toggle("Use with kubectl", new TrayAction.UseContext("demo"), true, false),
            new Submenu(
                "Addons",
                List.of(
                    new Toggle(
                        "ingress",
                        new TrayAction.SwitchAddon("demo", "ingress", true),
                        false,
                        true),
                    new Toggle(
                        "metrics-server",
                        new TrayAction.SwitchAddon("demo", "metrics-server", false),
                        true,
                        true)),
                true),
            new Separator(),
            new Command("Open window", new TrayAction.OpenWindow(), true),
            new Toggle("Start at login", new TrayAction.StartAtLogin(true), false, true),
            new Submenu(
                "Icon",
                List.of(
                    new Toggle(
                        "Coloured icon", new TrayAction.DrawIcon(TrayTone.COLOUR), false, true),
                    new Toggle("Black icon", new TrayAction.DrawIcon(TrayTone.DARK), true, false),
                    new Toggle("White icon", new TrayAction.DrawIcon(TrayTone.LIGHT), false, true)),
                true),
            new Separator(),
            new Command("Quit", new TrayAction.Quit(), true));
  }

  @Test
  void ofSeveralClustersEachHasASubmenuUnderItsState() {
    var menu = menu(Samples.cluster("demo", State.RUNNING), Samples.cluster("other", State.SAVED));

    assertThat(menu.items().subList(0, 2))
        .extracting(item -> ((Submenu) item).text())
        .containsExactly("demo: running", "other: asleep");
  }

  @Test
  void withoutAClusterItOffersToMakeOne() {
    assertThat(menu().items().subList(0, 2))
        .containsExactly(
            new Line("No cluster yet"),
            new Command("New cluster…", new TrayAction.NewCluster(), true));
  }

  /**
   * S start or wake, z sleep, p pause, u unpause, h stop, r restart, d dashboard, c copy, t
   * terminal, a addons.
   */
  @ParameterizedTest
  @CsvSource({
    "RUNNING, zphrdcta",
    "SAVED, Shca",
    "PAUSED, Szuhca",
    "STOPPED, Sca",
    "NONEXISTENT, Sca",
    "ERROR, Shca",
    "STARTING, c",
    "STOPPING, c"
  })
  void entriesThatDoNotApplyAreDisabledAndNotHidden(State state, String enabled) {
    var items = menu(Samples.cluster("demo", state)).items();

    assertThat(items).hasSameSizeAs(menu(Samples.cluster("demo", State.RUNNING)).items());
    assertThat(enabled(items)).isEqualTo(enabled);
  }

  @Test
  void nothingIsOfferedThatWouldHaveToWaitForAnotherCommand() {
    assertThat(enabled(menu(Samples.busy("demo", State.RUNNING)).items())).isEqualTo("c");
  }

  @Test
  void sleepIsDisabledWhereTheDriverCannot() {
    assertThat(enabled(menu(Samples.sleepless("demo")).items())).isEqualTo("phrdcta");
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void everyStateHasAWord(State state) {
    assertThat(menu(Samples.cluster("demo", state)).items().getFirst())
        .isInstanceOfSatisfying(Line.class, line -> assertThat(line.text()).startsWith("demo: "));
  }

  @Test
  void whereTheLoginCannotBeChosenTheEntryIsDisabled() {
    var menu = TrayMenu.of(List.of(), Optional.empty(), TrayTone.COLOUR, Samples.TEXTS);

    assertThat(menu.items())
        .contains(new Toggle("Start at login", new TrayAction.StartAtLogin(true), false, false));
  }

  private static TrayMenu menu(TrayCluster... clusters) {
    return TrayMenu.of(List.of(clusters), Optional.of(false), TrayTone.DARK, Samples.TEXTS);
  }

  private static String enabled(List<TrayItem> items) {
    var letters = new StringBuilder();
    for (var item : items) {
      switch (item) {
        case Command it when it.enabled() -> letters.append(letter(it.action()));
        case Submenu it when it.enabled() && it.text().equals("Addons") -> letters.append('a');
        case Command _, Submenu _, Toggle _, Line _, Separator _ -> {}
      }
    }
    return letters.toString();
  }

  private static String letter(TrayAction action) {
    return switch (action) {
      case TrayAction.Start _ -> "S";
      case TrayAction.Sleep _ -> "z";
      case TrayAction.Pause _ -> "p";
      case TrayAction.Unpause _ -> "u";
      case TrayAction.Stop _ -> "h";
      case TrayAction.Restart _ -> "r";
      case TrayAction.OpenDashboard _ -> "d";
      case TrayAction.CopyAddress _ -> "c";
      case TrayAction.OpenTerminal _ -> "t";
      case TrayAction.UseContext _,
          TrayAction.SwitchAddon _,
          TrayAction.NewCluster _,
          TrayAction.OpenWindow _,
          TrayAction.StartAtLogin _,
          TrayAction.DrawIcon _,
          TrayAction.Quit _ ->
          "";
    };
  }
}
