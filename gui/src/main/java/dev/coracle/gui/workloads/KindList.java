package dev.coracle.gui.workloads;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.objects.ObjectKind;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/** The kinds of objects, of which one is shown. */
final class KindList {
  private static final double WIDTH = 148;

  private final Messages messages = Messages.of(KindList.class);
  private final ListView<ObjectKind> kinds = new ListView<>();

  KindList(TableModel table) {
    kinds.setId("kinds");
    kinds.setAccessibleText(messages.text("workloads.kinds"));
    kinds.getItems().setAll(ObjectKind.listed());
    kinds.setPrefWidth(WIDTH);
    kinds.setMinWidth(WIDTH);
    kinds.getStyleClass().addAll(Styles.DENSE, "kinds");
    kinds.setCellFactory(_ -> new KindCell());
    kinds
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(kind -> Optional.ofNullable(kind).ifPresent(table::show));
    table.query().subscribe(query -> kinds.getSelectionModel().select(query.kind()));
  }

  Node node() {
    return kinds;
  }

  private final class KindCell extends ListCell<ObjectKind> {
    @Override
    protected void updateItem(@Nullable ObjectKind kind, boolean empty) {
      super.updateItem(kind, empty);
      setText(kind == null || empty ? null : messages.text("kind." + kind));
    }
  }
}
