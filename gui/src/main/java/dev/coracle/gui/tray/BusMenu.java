package dev.coracle.gui.tray;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** The menu on the bus. */
public final class BusMenu implements MenuProtocol, Properties {
  private static final Map<String, Variant<?>> PROPERTIES =
      Map.of(
          "Version", new Variant<>(new UInt32(3)),
          "TextDirection", new Variant<>("ltr"),
          "Status", new Variant<>("normal"),
          "IconThemePath", new Variant<>(List.of(), "as"));

  private final Supplier<MenuTable> table;
  private final Consumer<TrayAction> actions;

  BusMenu(Supplier<MenuTable> table, Consumer<TrayAction> actions) {
    this.table = table;
    this.actions = actions;
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }

  @Override
  public Both<UInt32, Layout> layout(int parent, int depth, List<String> properties) {
    var now = table.get();
    if (!now.nodes().containsKey(parent)) {
      throw new DBusExecutionException("There is no node " + parent + ".");
    }
    return new Both<>(new UInt32(now.revision()), layout(now, parent, depth));
  }

  private static Layout layout(MenuTable table, int number, int depth) {
    var node = node(table, number);
    var children = new ArrayList<Variant<?>>();
    if (depth != 0) {
      for (int child : node.children()) {
        children.add(new Variant<>(layout(table, child, depth - 1), "(ia{sv}av)"));
      }
    }
    return new Layout(number, properties(node), children);
  }

  private static MenuTable.Node node(MenuTable table, int number) {
    return table.nodes().getOrDefault(number, new MenuTable.Node(Optional.empty(), List.of()));
  }

  private static Map<String, Variant<?>> properties(MenuTable.Node node) {
    var properties = new LinkedHashMap<String, Variant<?>>();
    if (node.item().isEmpty()) {
      properties.put("children-display", new Variant<>("submenu"));
      return properties;
    }
    switch (node.item().get()) {
      case TrayItem.Line it -> put(properties, it.text(), false);
      case TrayItem.Command it -> put(properties, it.text(), it.enabled());
      case TrayItem.Toggle it -> {
        put(properties, it.text(), it.enabled());
        properties.put("toggle-type", new Variant<>("checkmark"));
        properties.put("toggle-state", new Variant<>(it.on() ? 1 : 0));
      }
      case TrayItem.Submenu it -> {
        put(properties, it.text(), it.enabled());
        properties.put("children-display", new Variant<>("submenu"));
      }
      case TrayItem.Separator _ -> properties.put("type", new Variant<>("separator"));
    }
    return properties;
  }

  /** An underscore would mark the letter after it. */
  private static void put(Map<String, Variant<?>> properties, String text, boolean enabled) {
    properties.put("label", new Variant<>(text.replace("_", "__")));
    properties.put("enabled", new Variant<>(enabled));
  }

  @Override
  public List<NodeProperties> groupProperties(List<Integer> nodes, List<String> properties) {
    var now = table.get();
    var asked = nodes.isEmpty() ? now.nodes().keySet().stream().sorted().toList() : nodes;
    return asked.stream()
        .filter(now.nodes()::containsKey)
        .map(number -> new NodeProperties(number, properties(node(now, number))))
        .toList();
  }

  @Override
  public Variant<?> property(int node, String name) {
    var value = properties(node(table.get(), node)).get(name);
    if (value == null) {
      throw new UnknownProperty(name);
    }
    return value;
  }

  @Override
  public void event(int node, String type, Variant<?> data, UInt32 time) {
    if (type.equals("clicked")) {
      table.get().action(node).ifPresent(actions);
    }
  }

  @Override
  public List<Integer> eventGroup(List<NodeEvent> events) {
    var now = table.get();
    events.forEach(event -> event(event.node, event.type, event.data, event.time));
    return events.stream()
        .map(event -> event.node)
        .filter(node -> !now.nodes().containsKey(node))
        .toList();
  }

  @Override
  public boolean aboutToShow(int node) {
    return false;
  }

  @Override
  public Both<List<Integer>, List<Integer>> aboutToShowGroup(List<Integer> nodes) {
    return new Both<>(List.of(), List.of());
  }

  @Override
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the library's signature; what it sends is the variant
  public <A> A Get(String iface, String name) {
    var value = PROPERTIES.get(name);
    if (value == null) {
      throw new UnknownProperty(name);
    }
    return (A) value;
  }

  /** None can be written. */
  @Override
  public <A> void Set(String iface, String name, A value) {}

  @Override
  public Map<String, Variant<?>> GetAll(String iface) {
    return PROPERTIES;
  }
}
