package dev.coracle.gui.tray;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the desktop's programs talk to each other. */
final class SessionBus {
  private SessionBus() {}

  /** Its address; empty where there is none. */
  static Optional<String> address(Map<String, String> environment) {
    var given = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    if (!given.isEmpty()) {
      return Optional.of(given);
    }
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.isEmpty()) {
      return Optional.empty();
    }
    var socket = Path.of(runtime, "bus");
    return Files.exists(socket) ? Optional.of("unix:path=" + socket) : Optional.empty();
  }
}
