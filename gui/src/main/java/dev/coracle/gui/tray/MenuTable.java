package dev.coracle.gui.tray;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A menu as numbered nodes, which is how panels ask for it. A number means the same action in every
 * revision: a click that was on its way while the menu changed must not hit another.
 *
 * @param nodes by number; 0 is the menu itself
 * @param numbers that have been given out so far
 */
record MenuTable(int revision, Map<Integer, Node> nodes, Map<List<Object>, Integer> numbers) {
  static final MenuTable EMPTY =
      new MenuTable(0, Map.of(0, new Node(Optional.empty(), List.of())), Map.of());

  /**
   * One entry.
   *
   * @param item empty of the menu itself
   */
  record Node(Optional<TrayItem> item, List<Integer> children) {
    Node {
      children = List.copyOf(children);
    }
  }

  MenuTable {
    nodes = Map.copyOf(nodes);
    numbers = Map.copyOf(numbers);
  }

  /** The next revision, or this one if nothing changed. */
  MenuTable with(TrayMenu menu) {
    var nextNodes = new HashMap<Integer, Node>();
    var nextNumbers = new HashMap<>(numbers);
    var top = number(menu.items(), List.of(), nextNodes, nextNumbers);
    nextNodes.put(0, new Node(Optional.empty(), top));
    return nextNodes.equals(nodes) ? this : new MenuTable(revision + 1, nextNodes, nextNumbers);
  }

  /** What a click on a node asks for, if that node is there and enabled. */
  Optional<TrayAction> action(int number) {
    var node = nodes.get(number);
    return node == null
        ? Optional.empty()
        : node.item()
            .flatMap(item ->
                switch (item) {
                  case TrayItem.Command it when it.enabled() -> Optional.of(it.action());
                  case TrayItem.Toggle it when it.enabled() -> Optional.of(it.action());
                  case TrayItem.Command _,
                      TrayItem.Toggle _,
                      TrayItem.Line _,
                      TrayItem.Separator _,
                      TrayItem.Submenu _ ->
                      Optional.empty();
                });
  }

  private static List<Integer> number(
      List<TrayItem> items,
      List<Object> path,
      Map<Integer, Node> nodes,
      Map<List<Object>, Integer> numbers) {
    var result = new ArrayList<Integer>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var key = new ArrayList<>(path);
      key.add(
          switch (item) {
            case TrayItem.Command it -> it.action();
            case TrayItem.Toggle it -> it.action();
            case TrayItem.Line _, TrayItem.Separator _, TrayItem.Submenu _ -> i;
          });
      int number = numbers.computeIfAbsent(List.copyOf(key), _ -> numbers.size() + 1);
      var children =
          item instanceof TrayItem.Submenu submenu
              ? number(submenu.items(), key, nodes, numbers)
              : List.<Integer>of();
      nodes.put(number, new Node(Optional.of(item), children));
      result.add(number);
    }
    return result;
  }
}
