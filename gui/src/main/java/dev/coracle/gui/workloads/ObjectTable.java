package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.TableQuery.Order;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** The rows of a kind; what is clicked on goes to the model, which filters and sorts. */
final class ObjectTable {
  private static final double ROW_HEIGHT = 30;

  /** What is seen is what was told last. */
  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

  private final TableModel model;
  private final ObservableValue<Instant> now;
  private final Messages messages = Messages.of(ObjectTable.class);
  private final TableView<Row> table = new TableView<>();
  private final TableColumn<Row, Row> namespace = namespace();

  /** What the kinds have besides name, namespace and age. */
  private final List<TableColumn<Row, Row>> slots = slots();

  private final List<TableColumn<Row, Row>> columns =
      Stream.of(Stream.of(name(), namespace), slots.stream(), Stream.of(age()))
          .flatMap(it -> it)
          .toList();
  private @Nullable ObjectKind shown;
  private boolean building;

  ObjectTable(TableModel model, ObservableValue<Instant> now, Node placeholder) {
    this.model = model;
    this.now = now;
    table.setId("objects");
    table.setAccessibleText(messages.text("table.name"));
    table.getStyleClass().addAll(Styles.DENSE, "objects");
    table.setFixedCellSize(ROW_HEIGHT);
    table.setPlaceholder(placeholder);
    table.getColumns().setAll(columns);
    table.setItems(model.rows());
    table.setSortPolicy(_ -> sort());
    table.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    model.query().subscribe(this::show);
    model.selected().subscribe(this::follow);
    model.exchanges().subscribe(_ -> follow(model.selected().get()));
    model
        .state()
        .subscribe(
            it -> table.pseudoClassStateChanged(STALE, it instanceof LiveObjects.State.Lost));
  }

  TableView<Row> node() {
    return table;
  }

  private void show(TableQuery query) {
    namespace.setVisible(query.namespace().isEmpty());
    if (query.kind() != shown) {
      shown = query.kind();
      building = true;
      table.getSortOrder().clear();
      rename(query.kind().columns());
      if (!table.getColumns().equals(columns)) {
        // Somebody has moved them.
        table.getColumns().setAll(columns);
      }
      building = false;
    }
  }

  /** The cells of a column stay, whatever it is called: to make them anew takes ten frames. */
  private void rename(List<String> ids) {
    for (int i = 0; i < slots.size(); i++) {
      var slot = slots.get(i);
      slot.setVisible(i < ids.size());
      if (i < ids.size()) {
        slot.setId(ids.get(i));
        slot.setText(messages.text("column." + ids.get(i)));
        slot.setPrefWidth(width(ids.get(i)));
      }
    }
  }

  /** As many as the kind with the most has. */
  private List<TableColumn<Row, Row>> slots() {
    int most = ObjectKind.listed().stream().mapToInt(it -> it.columns().size()).max().orElse(0);
    return IntStream.range(0, most).mapToObj(this::slot).toList();
  }

  private static double width(String column) {
    return switch (column) {
      case "ready", "active", "count", "entries", "completions" -> 90;
      case "restarts", "updated" -> 110;
      case "status", "reason" -> 160;
      case "message" -> 420;
      case "images", "object", "hosts", "ports" -> 240;
      default -> 130;
    };
  }

  private TableColumn<Row, Row> column(String id, double width) {
    var column = new TableColumn<Row, Row>(messages.text("column." + id));
    column.setId(id);
    column.setPrefWidth(width);
    column.setCellValueFactory(it -> new ReadOnlyObjectWrapper<>(it.getValue()));
    return column;
  }

  private TableColumn<Row, Row> name() {
    var column = column(TableQuery.NAME, 250);
    column.setCellFactory(_ -> new NameCell());
    return column;
  }

  private TableColumn<Row, Row> namespace() {
    var column = column(TableQuery.NAMESPACE, 110);
    column.setCellFactory(_ -> new TextCell(row -> row.id().namespace()));
    return column;
  }

  private TableColumn<Row, Row> slot(int index) {
    var column = new TableColumn<Row, Row>();
    column.setCellValueFactory(it -> new ReadOnlyObjectWrapper<>(it.getValue()));
    column.setCellFactory(_ -> new SlotCell(index));
    return column;
  }

  private TableColumn<Row, Row> age() {
    var column = column(TableQuery.AGE, 80);
    column.setCellFactory(_ -> new AgeCell());
    return column;
  }

  private boolean sort() {
    if (!building && !model.isRefreshing()) {
      var order =
          table.getSortOrder().stream()
              .findFirst()
              .map(column ->
                  new Order(
                      column.getId(), column.getSortType() == TableColumn.SortType.DESCENDING));
      model.ask(query ->
          query.orderedBy(
              order.orElseGet(() -> TableQuery.of(query.kind(), query.namespace(), "").order())));
    }
    return true;
  }

  private void selected(@Nullable Row row) {
    if (!model.isRefreshing() && row != null) {
      model.select(Optional.of(row));
    }
  }

  /** The row that stands for what is selected may be elsewhere now. */
  private void follow(Optional<Row> row) {
    if (model.isRefreshing()) {
      return;
    }
    var selection = table.getSelectionModel();
    if (row.isEmpty()) {
      selection.clearSelection();
      return;
    }
    int index = model.rows().indexOf(row.get());
    if (index >= 0 && selection.getSelectedIndex() != index) {
      selection.clearAndSelect(index);
    }
  }

  private static class TextCell extends TableCell<Row, Row> {
    private final Function<Row, String> text;

    TextCell(Function<Row, String> text) {
      this.text = text;
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      setText(row == null || empty ? null : text.apply(row));
    }
  }

  private static final class SlotCell extends TextCell {
    SlotCell(int index) {
      // Until it is laid out anew, the table has cells of the kind before.
      super(row -> index < row.cells().size() ? row.cells().get(index).text() : "");
      // A row forgets the cells of a column that is not seen, and would make them anew.
      tableRowProperty()
          .addListener((_, _, row) -> {
            if (row != null) {
              row.getProperties().put("slot " + index, this);
            }
          });
    }
  }

  private final class NameCell extends TextCell {
    private final HealthDot dot = new HealthDot();

    NameCell() {
      super(row -> row.id().name());
      setGraphicTextGap(8);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      if (row == null || empty) {
        setGraphic(null);
        setAccessibleText(null);
      } else {
        dot.show(row.health());
        setGraphic(dot);
        setAccessibleText(row.id().name() + ", " + messages.text("health." + row.health()));
      }
    }
  }

  private final class AgeCell extends TextCell {
    private final InvalidationListener later = _ -> updateItem(getItem(), isEmpty());

    AgeCell() {
      super(row -> Age.text(row.created(), now.getValue()));
      now.addListener(new WeakInvalidationListener(later));
    }
  }
}
