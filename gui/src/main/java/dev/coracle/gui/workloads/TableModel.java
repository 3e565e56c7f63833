package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Pace;
import dev.coracle.gui.workloads.objects.Row;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The list of one kind's objects: what is chosen, filtered and sorted on a thread of its own, and
 * shown by the FX thread, to which all properties belong.
 */
final class TableModel implements AutoCloseable {
  private final Executor fx;
  private final Pace pace = new Pace("workloads table", Pace.SHOWN, this::refresh);
  private final RowList rows = new RowList();
  private final ObservableList<String> namespaces = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private final ReadOnlyLongWrapper exchanges = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<TableQuery> query =
      new ReadOnlyObjectWrapper<>(TableQuery.of(ObjectKind.DEPLOYMENT, Optional.of("default"), ""));
  private final ReadOnlyObjectWrapper<LiveObjects.State> state =
      new ReadOnlyObjectWrapper<>(new LiveObjects.State.Loading());
  private final ReadOnlyObjectWrapper<Optional<Row>> selected =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private volatile Optional<LiveObjects> live = Optional.empty();
  private volatile TableQuery asked = query.get();
  private boolean refreshing;

  TableModel(Executor fx) {
    this.fx = fx;
  }

  /** From where rows come; what is shown stays when there is nowhere to ask. */
  void source(Optional<LiveObjects> objects) {
    live = objects;
    changed();
  }

  /** Something may look different now; from any thread. */
  void changed() {
    pace.request();
  }

  ObservableList<Row> rows() {
    return rows;
  }

  ObservableList<String> namespaces() {
    return namespaces;
  }

  /** Of the kind, in all namespaces. */
  ReadOnlyIntegerProperty total() {
    return total.getReadOnlyProperty();
  }

  /** Grows when the rows were exchanged, after all who listen to them were told. */
  ReadOnlyLongProperty exchanges() {
    return exchanges.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<TableQuery> query() {
    return query.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<LiveObjects.State> state() {
    return state.getReadOnlyProperty();
  }

  /** Follows its object as that changes, until it is gone. */
  ReadOnlyObjectProperty<Optional<Row>> selected() {
    return selected.getReadOnlyProperty();
  }

  /**
   * Whether the rows are just being exchanged, and what the table tells of its selection is not of
   * a person's doing.
   */
  boolean isRefreshing() {
    return refreshing;
  }

  void select(Optional<Row> row) {
    selected.set(row);
  }

  /** Another kind begins with its own order and nothing selected. */
  void show(ObjectKind kind) {
    if (kind != asked.kind()) {
      select(Optional.empty());
      ask(it -> TableQuery.of(kind, it.namespace(), ""));
    }
  }

  /** The list that an object is in, and the object in it. */
  void show(ObjectId id) {
    ask(it -> TableQuery.of(id.kind(), it.namespace().map(_ -> id.namespace()), ""));
    live.flatMap(objects ->
            objects.rows(id.kind()).stream().filter(row -> row.id().equals(id)).findFirst())
        .ifPresent(row -> select(Optional.of(row)));
  }

  void ask(UnaryOperator<TableQuery> change) {
    var next = change.apply(asked);
    if (next.kind() != asked.kind()) {
      state.set(new LiveObjects.State.Loading());
      exchange(List.of());
    }
    asked = next;
    query.set(next);
    changed();
  }

  private void refresh() throws InterruptedException {
    var objects = live;
    if (objects.isEmpty()) {
      return;
    }
    var now = asked;
    var all = List.copyOf(objects.get().rows(now.kind()));
    var chosen = now.choose(all);
    var names = objects.get().namespaces();
    var how = objects.get().state(now.kind());
    Pace.await(
        fx,
        () -> {
          if (now.equals(asked)) {
            publish(chosen, all.size(), names, how);
          }
        });
  }

  private void publish(List<Row> chosen, int all, List<String> names, LiveObjects.State how) {
    if (!namespaces.equals(names)) {
      namespaces.setAll(names);
    }
    total.set(all);
    state.set(how);
    exchange(chosen);
    selected
        .get()
        .ifPresent(before ->
            selected.set(
                chosen.stream().filter(row -> row.uid().equals(before.uid())).findFirst()));
    exchanges.set(exchanges.get() + 1);
  }

  private void exchange(List<Row> next) {
    refreshing = true;
    rows.show(next);
    refreshing = false;
  }

  @Override
  public void close() {
    pace.close();
  }
}
