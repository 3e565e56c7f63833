package dev.coracle.gui.tray;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;

/** Who tells panels which icons there are. Public, as all that D-Bus calls by reflection. */
@DBusInterfaceName(WatcherProtocol.NAME)
public interface WatcherProtocol extends DBusInterface {
  String NAME = "org.kde.StatusNotifierWatcher";
  String PATH = "/StatusNotifierWatcher";

  /** Of type boolean: whether there is a panel that shows icons. */
  String HOST_PROPERTY = "IsStatusNotifierHostRegistered";

  /**
   * Adds an icon.
   *
   * @param service its name on the bus
   */
  @DBusMemberName("RegisterStatusNotifierItem")
  void register(String service);

  /** A panel came. */
  class StatusNotifierHostRegistered extends DBusSignal {
    public StatusNotifierHostRegistered(String path) throws DBusException {
      super(path);
    }
  }

  /** A panel went. */
  class StatusNotifierHostUnregistered extends DBusSignal {
    public StatusNotifierHostUnregistered(String path) throws DBusException {
      super(path);
    }
  }
}
