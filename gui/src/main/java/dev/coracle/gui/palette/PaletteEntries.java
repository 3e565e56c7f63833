package dev.coracle.gui.palette;

import dev.coracle.gui.tray.TrayAction;
import dev.coracle.gui.tray.TrayItem;
import dev.coracle.gui.view.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The palette's entries for what the menu offers: the same actions, under names that stand alone.
 */
public final class PaletteEntries {
  private final Messages texts = Messages.of(PaletteEntries.class);
  private final Consumer<TrayAction> actions;

  public PaletteEntries(Consumer<TrayAction> actions) {
    this.actions = actions;
  }

  /** Of what can be done now; what is disabled is left out. */
  public List<PaletteEntry> of(List<TrayItem> items) {
    var entries = new ArrayList<PaletteEntry>();
    for (var item : items) {
      switch (item) {
        case TrayItem.Command it when it.enabled() ->
            entries.add(entry(it.text(), it.action(), "palette.action"));
        case TrayItem.Toggle it when it.enabled() ->
            entries.add(entry(it.text(), it.action(), "palette.switch"));
        case TrayItem.Submenu it when it.enabled() -> entries.addAll(of(it.items()));
        case TrayItem.Command _,
            TrayItem.Toggle _,
            TrayItem.Submenu _,
            TrayItem.Line _,
            TrayItem.Separator _ -> {}
      }
    }
    return entries;
  }

  private PaletteEntry entry(String text, TrayAction action, String form) {
    var full = cluster(action).map(name -> texts.text(form, name, text)).orElse(text);
    return new PaletteEntry(full, () -> actions.accept(action));
  }

  private static Optional<String> cluster(TrayAction action) {
    return switch (action) {
      case TrayAction.Start it -> Optional.of(it.cluster());
      case TrayAction.Sleep it -> Optional.of(it.cluster());
      case TrayAction.Pause it -> Optional.of(it.cluster());
      case TrayAction.Unpause it -> Optional.of(it.cluster());
      case TrayAction.Stop it -> Optional.of(it.cluster());
      case TrayAction.Restart it -> Optional.of(it.cluster());
      case TrayAction.OpenDashboard it -> Optional.of(it.cluster());
      case TrayAction.CopyAddress it -> Optional.of(it.cluster());
      case TrayAction.OpenTerminal it -> Optional.of(it.cluster());
      case TrayAction.UseContext it -> Optional.of(it.cluster());
      case TrayAction.SwitchAddon it -> Optional.of(it.cluster());
      case TrayAction.NewCluster _,
          TrayAction.OpenWindow _,
          TrayAction.StartAtLogin _,
          TrayAction.DrawIcon _,
          TrayAction.Quit _ ->
          Optional.empty();
    };
  }
}
