package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.TableQuery.Order;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** The rows of a kind; what is clicked on goes to the model, which filters and sorts. */
final class ObjectTable {
  private static final double ROW_HEIGHT = 30;

  private final TableModel model;
  private final ObservableValue<Instant> now;
  private final Messages messages = Messages.of(ObjectTable.class);
  private final TableView<Row> table = new TableView<>();
  private final TableColumn<Row, Row> name = name();
  private final TableColumn<Row, Row> namespace =
      text(TableQuery.NAMESPACE, 110, row -> row.id().namespace());
  private final TableColumn<Row, Row> age = age();
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
    table.setItems(model.rows());
    table.setSortPolicy(_ -> sort());
    table.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    model.query().subscribe(this::show);
    model.selected().subscribe(this::follow);
    model.exchanges().subscribe(_ -> follow(model.selected().get()));
  }

  TableView<Row> node() {
    return table;
  }

  private void show(TableQuery query) {
    namespace.setVisible(query.namespace().isEmpty());
    if (query.kind() != shown) {
      shown = query.kind();
      building = true;
      // At once: for each change of its columns the table makes its cells anew.
      table.getColumns().setAll(columns(query.kind()));
      building = false;
    }
  }

  private List<TableColumn<Row, Row>> columns(ObjectKind kind) {
    var columns = new ArrayList<>(List.of(name, namespace));
    for (int i = 0; i < kind.columns().size(); i++) {
      int index = i;
      var column = kind.columns().get(i);
      columns.add(text(column, width(column), row -> cell(row, kind, index)));
    }
    columns.add(age);
    return columns;
  }

  /** Until it is laid out anew, the table has cells of the kind before. */
  private static String cell(Row row, ObjectKind kind, int index) {
    return row.id().kind() == kind ? row.cells().get(index).text() : "";
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

  private TableColumn<Row, Row> text(String id, double width, Function<Row, String> text) {
    var column = column(id, width);
    column.setCellFactory(_ -> new TextCell(text));
    return column;
  }

  private TableColumn<Row, Row> name() {
    var column = column(TableQuery.NAME, 250);
    column.setCellFactory(_ -> new NameCell());
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
