package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.Row;
import java.util.List;
import javafx.collections.ObservableListBase;

/** The rows of a table, exchanged for others at once and told as no more change than there is. */
final class RowList extends ObservableListBase<Row> {
  private List<Row> rows = List.of();

  /** Rows that stay where they are and only look different are told as such. */
  void show(List<Row> next) {
    var before = rows;
    rows = next;
    beginChange();
    if (holdSameObjects(before, next)) {
      for (int i = 0; i < next.size(); i++) {
        if (!next.get(i).equals(before.get(i))) {
          nextSet(i, before.get(i));
        }
      }
    } else {
      nextReplace(0, next.size(), before);
    }
    endChange();
  }

  private static boolean holdSameObjects(List<Row> before, List<Row> next) {
    if (next.size() != before.size()) {
      return false;
    }
    for (int i = 0; i < next.size(); i++) {
      if (!next.get(i).uid().equals(before.get(i).uid())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Row get(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }
}
