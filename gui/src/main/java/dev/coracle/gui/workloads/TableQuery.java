package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be seen of a cluster's objects, and in which order.
 *
 * @param namespace absent: all
 * @param filter words that all have to occur
 */
record TableQuery(ObjectKind kind, Optional<String> namespace, String filter, Order order) {
  static final String NAME = "name";
  static final String NAMESPACE = "namespace";
  static final String AGE = "age";

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * @param column one of the kind's, or {@link #NAME}, {@link #NAMESPACE}, {@link #AGE}
   */
  record Order(String column, boolean descending) {}

  /** A kind as it is seen first: by name, events with the newest on top. */
  static TableQuery of(ObjectKind kind, Optional<String> namespace, String filter) {
    return new TableQuery(
        kind, namespace, filter, new Order(kind == ObjectKind.EVENT ? AGE : NAME, false));
  }

  TableQuery filteredBy(String text) {
    return new TableQuery(kind, namespace, text, order);
  }

  TableQuery in(Optional<String> otherNamespace) {
    return new TableQuery(kind, otherNamespace, filter, order);
  }

  TableQuery orderedBy(Order other) {
    return new TableQuery(kind, namespace, filter, other);
  }

  /** Rows that are equal in what they are ordered by are ordered by name. */
  List<Row> choose(Collection<Row> rows) {
    var words =
        SPACE
            .splitAsStream(filter.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    return rows.stream()
        .filter(row -> namespace.isEmpty() || row.id().namespace().equals(namespace.get()))
        .filter(row -> words.stream().allMatch(row.searchText()::contains))
        .sorted(comparator())
        .toList();
  }

  private Comparator<Row> comparator() {
    var byName =
        Comparator.comparing((Row row) -> row.id().name())
            .thenComparing(row -> row.id().namespace());
    Comparator<Row> first =
        switch (order.column()) {
          case NAME -> byName;
          case NAMESPACE -> Comparator.comparing(row -> row.id().namespace());
          // The younger, the less.
          case AGE -> Comparator.comparing(Row::created).reversed();
          default -> {
            int index = kind.columns().indexOf(order.column());
            yield Comparator.comparing(row -> row.cells().get(index));
          }
        };
    return (order.descending() ? first.reversed() : first).thenComparing(byName);
  }
}
