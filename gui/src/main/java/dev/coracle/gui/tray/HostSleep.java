package dev.coracle.gui.tray;

import java.awt.Desktop;
import java.awt.desktop.SystemSleepEvent;
import java.awt.desktop.SystemSleepListener;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Puts clusters to sleep when their host is about to, on Windows and macOS; on Linux that is their
 * attendants' work, with no app at all. These systems wait for nobody who hears of it in this way:
 * a cluster that is not asleep in time is asleep when the host is awake again.
 */
public final class HostSleep implements SystemSleepListener {
  private final Supplier<TrayMenu> menu;
  private final Consumer<TrayAction> actions;

  /**
   * @param menu offers "Sleep" for what runs and can sleep; asked from any thread
   * @param actions gets these, from any thread
   */
  HostSleep(Supplier<TrayMenu> menu, Consumer<TrayAction> actions) {
    this.menu = menu;
    this.actions = actions;
  }

  /** Does so from now on, where the host tells. */
  public static void follow(String system, Supplier<TrayMenu> menu, Consumer<TrayAction> actions) {
    // Linux's AWT, which would have to be loaded to be asked, never tells.
    if (!system.equals("Linux")
        && Desktop.isDesktopSupported()
        && Desktop.getDesktop().isSupported(Desktop.Action.APP_EVENT_SYSTEM_SLEEP)) {
      Desktop.getDesktop().addAppEventListener(new HostSleep(menu, actions));
    }
  }

  @Override
  public void systemAboutToSleep(SystemSleepEvent event) {
    sleepAll();
  }

  void sleepAll() {
    sleeps(menu.get().items()).forEach(actions);
  }

  private static Stream<TrayAction> sleeps(List<TrayItem> items) {
    return items.stream()
        .flatMap(item ->
            switch (item) {
              case TrayItem.Command(_, TrayAction.Sleep it, boolean enabled) when enabled ->
                  Stream.of(it);
              case TrayItem.Submenu it -> sleeps(it.items());
              case TrayItem.Command _, TrayItem.Toggle _, TrayItem.Line _, TrayItem.Separator _ ->
                  Stream.empty();
            });
  }

  /** They sleep on until somebody wants them, as after any other sleep. */
  @Override
  public void systemAwoke(SystemSleepEvent event) {}
}
