package dev.coracle.gui.tray;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A menu, as a panel calls it. Public, as all that D-Bus calls by reflection. */
@DBusInterfaceName(MenuProtocol.NAME)
public interface MenuProtocol extends DBusInterface {
  String NAME = "com.canonical.dbusmenu";
  String PATH = "/MenuBar";

  /**
   * A node and what is below it.
   *
   * @param depth how many levels; all if negative
   * @return the menu's revision and the node
   */
  @DBusMemberName("GetLayout")
  Both<UInt32, Layout> layout(int parent, int depth, List<String> properties);

  @DBusMemberName("GetGroupProperties")
  List<NodeProperties> groupProperties(List<Integer> nodes, List<String> properties);

  @DBusMemberName("GetProperty")
  Variant<?> property(int node, String name);

  @DBusMemberName("Event")
  void event(int node, String type, Variant<?> data, UInt32 time);

  /** Answers the nodes that are not there. */
  @DBusMemberName("EventGroup")
  List<Integer> eventGroup(List<NodeEvent> events);

  /** Answers whether the menu must be asked for again. */
  @DBusMemberName("AboutToShow")
  boolean aboutToShow(int node);

  /** Answers the nodes that must be asked for again, and those that are not there. */
  @DBusMemberName("AboutToShowGroup")
  Both<List<Integer>, List<Integer>> aboutToShowGroup(List<Integer> nodes);

  /** Everything below the node is to be asked for again. */
  class LayoutUpdated extends DBusSignal {
    public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
      super(path, revision, parent);
    }
  }

  final class Layout extends Struct {
    @Position(0)
    public final int node;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    @Position(2)
    public final List<Variant<?>> children;

    public Layout(int node, Map<String, Variant<?>> properties, List<Variant<?>> children) {
      this.node = node;
      this.properties = properties;
      this.children = children;
    }
  }

  final class NodeProperties extends Struct {
    @Position(0)
    public final int node;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    public NodeProperties(int node, Map<String, Variant<?>> properties) {
      this.node = node;
      this.properties = properties;
    }
  }

  final class NodeEvent extends Struct {
    @Position(0)
    public final int node;

    @Position(1)
    public final String type;

    @Position(2)
    public final Variant<?> data;

    @Position(3)
    public final UInt32 time;

    public NodeEvent(int node, String type, Variant<?> data, UInt32 time) {
      this.node = node;
      this.type = type;
      this.data = data;
      this.time = time;
    }
  }

  /** Two results. The library reads their types from the method, so they must be variables here. */
  final class Both<A, B> extends Tuple {
    @Position(0)
    public final A first;

    @Position(1)
    public final B second;

    public Both(A first, B second) {
      this.first = first;
      this.second = second;
    }
  }
}
