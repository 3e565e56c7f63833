package dev.coracle.gui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.tray.TrayAction;
import dev.coracle.gui.tray.TrayItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaletteModelTest {
  private final List<TrayAction> done = new ArrayList<>();
  private final PaletteModel palette;

  PaletteModelTest() {
    Locale.setDefault(Locale.ENGLISH);
    var items =
        List.<TrayItem>of(
            new TrayItem.Line("demo: running"),
            new TrayItem.Command("Start", new TrayAction.Start("demo"), false),
            new TrayItem.Command("Stop", new TrayAction.Stop("demo"), true),
            new TrayItem.Command("Restart", new TrayAction.Restart("demo"), true),
            new TrayItem.Submenu(
                "Addons",
                List.of(
                    new TrayItem.Toggle(
                        "ingress",
                        new TrayAction.SwitchAddon("demo", "ingress", true),
                        false,
                        true)),
                true),
            new TrayItem.Separator(),
            new TrayItem.Command("Quit", new TrayAction.Quit(), true));
    palette = new PaletteModel(() -> new PaletteEntries(done::add).of(items));
  }

  @BeforeEach
  void open() {
    palette.open();
  }

  @Test
  void offersAllThatCanBeDoneNow() {
    assertThat(texts())
        .containsExactly("demo: Stop", "demo: Restart", "demo: ingress on or off", "Quit");
  }

  @Test
  void findsByPartsOfWordsInAnyOrderAndCase() {
    palette.query().set("STO de");
    assertThat(texts()).containsExactly("demo: Stop");
    palette.query().set("xyz");
    assertThat(texts()).isEmpty();
  }

  @Test
  void whatBeginsWithTheLettersComesFirst() {
    palette.query().set("st");
    assertThat(texts()).containsExactly("demo: Stop", "demo: Restart");
    palette.query().set("r");
    assertThat(texts()).startsWith("demo: Restart");
  }

  @Test
  void theSelectionGoesRoundTheEndsAndStartsAgainWithWhatIsTyped() {
    palette.move(-1);
    assertThat(palette.selected().get()).isEqualTo(3);
    palette.move(1);
    assertThat(palette.selected().get()).isZero();
    palette.move(1);
    palette.query().set("demo");
    assertThat(palette.selected().get()).isZero();
  }

  @Test
  void doesWhatTheMenuWouldDo() {
    palette.query().set("ingress");
    palette.offered().getFirst().action().run();
    assertThat(done).containsExactly(new TrayAction.SwitchAddon("demo", "ingress", true));
  }

  @Test
  void opensWithNothingTyped() {
    palette.query().set("quit");
    palette.open();
    assertThat(palette.query().get()).isEmpty();
    assertThat(palette.offered()).hasSize(4);
  }

  private List<String> texts() {
    return palette.offered().stream().map(PaletteEntry::text).toList();
  }
}
