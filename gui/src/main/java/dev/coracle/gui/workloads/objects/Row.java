package dev.coracle.gui.workloads.objects;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * An object as a table shows it.
 *
 * @param uid of this life of the object
 * @param created what its age is counted from; of an event, when it was seen last
 * @param cells as {@link ObjectKind#columns} says
 * @param searchText all that a filter looks at, in lower case
 */
public record Row(
    ObjectId id, String uid, Instant created, List<Cell> cells, Health health, String searchText) {
  public Row {
    cells = List.copyOf(cells);
  }

  static Row of(ObjectId id, String uid, Instant created, List<Cell> cells, Health health) {
    var text = new StringBuilder(id.name()).append('\n').append(id.namespace());
    cells.forEach(cell -> text.append('\n').append(cell.text()));
    return new Row(id, uid, created, cells, health, text.toString().toLowerCase(Locale.ROOT));
  }

  /** How an object fares. */
  public enum Health {
    /** As it should be. */
    GOOD,
    /** On its way. */
    BUSY,
    BAD,
    /** Ended, or nothing that fares well or badly. */
    PLAIN
  }

  /**
   * @param order by which cells of a column are sorted; where it is equal their text counts
   */
  public record Cell(String text, double order) implements Comparable<Cell> {
    static Cell of(String text) {
      return new Cell(text, 0);
    }

    static Cell of(long number) {
      return new Cell(Long.toString(number), (double) number);
    }

    /** {@code 2/3}; the less complete ones come first. */
    static Cell share(int part, int whole) {
      return new Cell(part + "/" + whole, whole == 0 ? 1 : (double) part / whole);
    }

    @Override
    public int compareTo(Cell other) {
      int byOrder = Double.compare(order, other.order);
      return byOrder != 0 ? byOrder : text.compareTo(other.text);
    }
  }
}
