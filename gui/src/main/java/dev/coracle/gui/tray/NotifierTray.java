package dev.coracle.gui.tray;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;

/**
 * An icon by the StatusNotifierItem protocol of Linux desktops. Panels come and go: the icon is
 * offered to each. All that goes to the bus goes from a thread of its own.
 */
final class NotifierTray implements Tray {
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tray").factory());
  private final String name = "org.kde.StatusNotifierItem-" + ProcessHandle.current().pid() + "-1";
  private final Consumer<TrayAction> actions;
  private final Consumer<Boolean> seen;
  private volatile TrayView view;
  private volatile MenuTable table;
  private @Nullable DBusConnection bus;

  /**
   * Begins to look for a panel.
   *
   * @param actions gets what is clicked, from any thread
   * @param seen is told, from any thread, whether there is a panel that shows the icon; again
   *     whenever that changes
   */
  NotifierTray(
      String address, TrayView view, Consumer<TrayAction> actions, Consumer<Boolean> seen) {
    this.view = view;
    this.table = MenuTable.EMPTY.with(view.menu());
    this.actions = actions;
    this.seen = seen;
    submit(() -> connect(address));
  }

  private void connect(String address) {
    try {
      var connection =
          DBusConnectionBuilder.forAddress(address)
              .withShared(false)
              .withDisconnectCallback(new Lost())
              .build();
      bus = connection;
      connection.requestBusName(name);
      connection.exportObject(
          ItemProtocol.PATH,
          new BusItem(() -> view, () -> actions.accept(new TrayAction.OpenWindow())));
      connection.exportObject(MenuProtocol.PATH, new BusMenu(() -> table, actions));
      connection.addSigHandler(DBus.NameOwnerChanged.class, this::ownerChanged);
      connection.addSigHandler(
          WatcherProtocol.StatusNotifierHostRegistered.class, _ -> submit(this::register));
      connection.addSigHandler(
          WatcherProtocol.StatusNotifierHostUnregistered.class, _ -> submit(this::register));
      register();
    } catch (DBusException | DBusExecutionException e) {
      seen.accept(false);
    }
  }

  private void ownerChanged(DBus.NameOwnerChanged change) {
    if (change.name.equals(WatcherProtocol.NAME)) {
      submit(this::register);
    }
  }

  /** May be repeated; a watcher has each name once. */
  private void register() {
    var connection = bus;
    if (connection == null) {
      return;
    }
    try {
      connection
          .getRemoteObject(WatcherProtocol.NAME, WatcherProtocol.PATH, WatcherProtocol.class)
          .register(name);
      boolean host =
          connection
              .getRemoteObject(WatcherProtocol.NAME, WatcherProtocol.PATH, Properties.class)
              .Get(WatcherProtocol.NAME, WatcherProtocol.HOST_PROPERTY);
      seen.accept(host);
    } catch (DBusException | DBusExecutionException e) {
      // No panel, or none that knows the protocol; one may still come.
      seen.accept(false);
    }
  }

  @Override
  public void show(TrayView next) {
    submit(() -> change(next));
  }

  private void change(TrayView next) {
    var before = view;
    var menu = table;
    view = next;
    table = menu.with(next.menu());
    var connection = bus;
    if (connection == null || !connection.isConnected()) {
      return;
    }
    try {
      if (before.state() != next.state() || before.tone() != next.tone()) {
        send(connection, new ItemProtocol.NewIcon(ItemProtocol.PATH));
        send(
            connection,
            new ItemProtocol.NewStatus(ItemProtocol.PATH, BusItem.status(next.state())));
      }
      if (!before.title().equals(next.title())) {
        send(connection, new ItemProtocol.NewTitle(ItemProtocol.PATH));
      }
      if (table.revision() != menu.revision()) {
        var revision = new UInt32(table.revision());
        send(connection, new MenuProtocol.LayoutUpdated(MenuProtocol.PATH, revision, 0));
      }
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(DBusConnection connection, DBusSignal signal) {
    connection.sendMessage(signal);
  }

  @Override
  public void close() {
    submit(() -> {
      var connection = bus;
      if (connection != null) {
        connection.disconnect();
      }
    });
    worker.shutdown();
  }

  private void submit(Runnable work) {
    try {
      worker.execute(work);
    } catch (RejectedExecutionException e) {
      // Closed; a signal was still on its way.
    }
  }

  /** The bus ends with the desktop's session. */
  private final class Lost implements IDisconnectCallback {
    @Override
    public void disconnectOnError(IOException why) {
      seen.accept(false);
    }
  }
}
