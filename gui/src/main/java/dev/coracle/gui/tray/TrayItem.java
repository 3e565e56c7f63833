package dev.coracle.gui.tray;

import java.util.List;

/** One entry of the menu. What does not apply is there all the same, and disabled. */
public sealed interface TrayItem {
  /** A line to be read. */
  record Line(String text) implements TrayItem {}

  record Command(String text, TrayAction action, boolean enabled) implements TrayItem {}

  /**
   * One that is on or off.
   *
   * @param action of a click, which turns it round
   */
  record Toggle(String text, TrayAction action, boolean on, boolean enabled) implements TrayItem {}

  record Submenu(String text, List<TrayItem> items, boolean enabled) implements TrayItem {
    public Submenu {
      items = List.copyOf(items);
    }
  }

  record Separator() implements TrayItem {}
}
