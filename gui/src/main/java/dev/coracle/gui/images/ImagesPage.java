package dev.coracle.gui.images;

import dev.coracle.gui.cluster.Cluster;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.view.PageFrame;
import dev.coracle.launcher.cluster.ClusterImages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.kube.NodeImage;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputDialog;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** What the node has for pods, and how to give it more without a registry. */
public final class ImagesPage implements Page {
  private static final double MEBIBYTE = 1 << 20;

  private final Cluster cluster;
  private final ImagesModel model;
  private final Messages texts = Messages.of(ImagesPage.class);
  private final TableView<NodeImage> table = new TableView<>();
  private final TextField filter = new TextField();
  private final PageFrame frame;
  private Subscription whileShown = Subscription.EMPTY;

  public ImagesPage(Cluster cluster, ClusterImages images, Tasks tasks, Executor fx) {
    this.cluster = cluster;
    model = new ImagesModel(cluster.name(), images, tasks, fx);
    var remove = button("remove", this::remove);
    remove.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());
    var load = button("load", this::load);
    var pull = button("pull", this::pull);
    load.disableProperty().bind(isUp().map(up -> !up));
    pull.disableProperty().bind(isUp().map(up -> !up));
    fillTable();
    VBox.setVgrow(table, Priority.ALWAYS);
    frame = new PageFrame(title(), filter, load, pull, remove).fitHeight();
    frame.body().getChildren().add(table);
  }

  private ObservableValue<Boolean> isUp() {
    return cluster.state().map(state -> state == State.RUNNING);
  }

  private Button button(String id, Runnable action) {
    var button = new Button(texts.text("images." + id));
    button.setId("images-" + id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void fillTable() {
    table.setId("images-table");
    table.setAccessibleText(title());
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    var hint = new Label();
    hint.setWrapText(true);
    hint.textProperty().bind(model.hint());
    table.setPlaceholder(hint);
    table.getColumns().add(column("name", NodeImage::repository, 420));
    table.getColumns().add(column("tag", NodeImage::tag, 120));
    var size = column("size", NodeImage::bytes, 100);
    size.setCellFactory(_ -> new SizeCell());
    table.getColumns().add(size);
    filter.setId("images-filter");
    filter.setPromptText(texts.text("images.filter"));
    filter.setAccessibleText(texts.text("images.filter"));
    var filtered = new FilteredList<>(model.images());
    filtered
        .predicateProperty()
        .bind(
            Bindings.createObjectBinding(
                () -> image -> image.name().contains(filter.getText().strip()),
                filter.textProperty()));
    var sorted = new SortedList<>(filtered);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
  }

  private <T> TableColumn<NodeImage, T> column(
      String key, Function<NodeImage, T> value, double width) {
    var column = new TableColumn<NodeImage, T>(texts.text("images.column." + key));
    column.setCellValueFactory(row -> new SimpleObjectProperty<>(value.apply(row.getValue())));
    column.setPrefWidth(width);
    return column;
  }

  private void load() {
    var chooser = new FileChooser();
    chooser.setTitle(texts.text("images.load"));
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(texts.text("images.archives"), "*.tar"));
    var file = chooser.showOpenDialog(table.getScene().getWindow());
    if (file != null) {
      model.load(file.toPath());
    }
  }

  private void pull() {
    var dialog = new TextInputDialog();
    dialog.initOwner(table.getScene().getWindow());
    dialog.setTitle(texts.text("images.pull"));
    dialog.setHeaderText(texts.text("images.pull.which"));
    dialog.getEditor().setAccessibleText(texts.text("images.pull.which"));
    dialog.getEditor().setPromptText("docker.io/library/nginx:latest");
    dialog.showAndWait().map(String::strip).filter(it -> !it.isEmpty()).ifPresent(model::pull);
  }

  private void remove() {
    model.remove(table.getSelectionModel().getSelectedItem());
  }

  @Override
  public void onShown() {
    // Also at once.
    whileShown = cluster.state().subscribe(_ -> model.refresh());
  }

  @Override
  public void onHidden() {
    whileShown.unsubscribe();
  }

  @Override
  public String id() {
    return "images";
  }

  @Override
  public String title() {
    return texts.text("images.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignL.LAYERS_OUTLINE;
  }

  @Override
  public Node node() {
    return frame.node();
  }

  private static final class SizeCell extends TableCell<NodeImage, Long> {
    @Override
    protected void updateItem(@Nullable Long bytes, boolean empty) {
      super.updateItem(bytes, empty);
      setText(empty || bytes == null || bytes == 0 ? null : text(bytes));
    }

    private static String text(long bytes) {
      return String.format(Locale.getDefault(Locale.Category.FORMAT), "%.1f MiB", bytes / MEBIBYTE);
    }
  }
}
