package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.tray.TrayItem.Command;
import dev.coracle.gui.tray.TrayItem.Submenu;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MenuTableTest {
  private static final TrayAction START = new TrayAction.Start("demo");
  private static final TrayAction STOP = new TrayAction.Stop("demo");

  @Test
  void nodesAreNumberedWithTheirChildren() {
    var table = MenuTable.EMPTY.with(menu(submenu(command(START, true))));

    assertThat(table.nodes().get(0)).isEqualTo(node(Optional.empty(), 1));
    assertThat(table.nodes().get(1)).isEqualTo(node(Optional.of(submenu(command(START, true))), 2));
    assertThat(table.nodes().get(2)).isEqualTo(node(Optional.of(command(START, true))));
    assertThat(table.revision()).isEqualTo(1);
  }

  @Test
  void theSameMenuIsNoNewRevision() {
    var table = MenuTable.EMPTY.with(menu(command(START, true)));

    assertThat(table.with(menu(command(START, true)))).isSameAs(table);
    assertThat(table.with(menu(command(START, false))).revision()).isEqualTo(2);
  }

  @Test
  void aNumberThatWasSeenNeverMeansAnotherAction() {
    var before = MenuTable.EMPTY.with(menu(command(START, true), command(STOP, true)));
    int start = 1;
    int stop = 2;
    assertThat(before.action(start)).contains(START);
    assertThat(before.action(stop)).contains(STOP);

    var after = before.with(menu(command(STOP, true), command(new TrayAction.Quit(), true)));

    assertThat(after.action(start)).isEmpty();
    assertThat(after.action(stop)).contains(STOP);
  }

  @Test
  void aClickOnWhatIsDisabledMeansNothing() {
    var table = MenuTable.EMPTY.with(menu(command(START, false)));

    assertThat(table.action(1)).isEmpty();
    assertThat(table.action(99)).isEmpty();
  }

  private static TrayMenu menu(TrayItem... items) {
    return new TrayMenu(List.of(items));
  }

  private static TrayItem command(TrayAction action, boolean enabled) {
    return new Command("text", action, enabled);
  }

  private static TrayItem submenu(TrayItem... items) {
    return new Submenu("text", List.of(items), true);
  }

  private static MenuTable.Node node(Optional<TrayItem> item, Integer... children) {
    return new MenuTable.Node(item, List.of(children));
  }
}
