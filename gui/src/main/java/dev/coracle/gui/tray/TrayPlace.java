package dev.coracle.gui.tray;

import java.awt.SystemTray;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where this system shows icons. */
public final class TrayPlace {
  private TrayPlace() {}

  /**
   * Puts an icon there; empty where there is no such place.
   *
   * @param system the name of the operating system
   * @param actions gets what is clicked, from any thread
   * @param seen is told, from any thread, whether the icon is shown
   */
  public static Optional<Tray> take(
      String system,
      Map<String, String> environment,
      TrayView view,
      Consumer<TrayAction> actions,
      Consumer<Boolean> seen) {
    if (system.equals("Linux")) {
      return SessionBus.address(environment)
          .map(address -> new NotifierTray(address, view, actions, seen));
    }
    return SystemTray.isSupported()
        ? Optional.of(new AwtTray(view, actions, seen))
        : Optional.empty();
  }
}
