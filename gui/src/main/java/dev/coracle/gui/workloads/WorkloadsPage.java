package dev.coracle.gui.workloads;

import static java.util.Objects.requireNonNull;

import atlantafx.base.theme.Styles;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Page;
import dev.coracle.gui.workloads.apply.ApplyModel;
import dev.coracle.gui.workloads.apply.ApplyView;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** What runs in a cluster. */
final class WorkloadsPage implements Page {
  private static final double KINDS_WIDTH = 148;

  private final WorkloadsModel model;
  private final Runnable start;
  private final Executor fx;
  private final Messages messages = Messages.of(WorkloadsPage.class);
  private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());
  private final Timeline clock;
  private final ComboBox<Optional<String>> namespace = new ComboBox<>();
  private final TextField filter = new TextField();
  private final Label status = new Label();
  private final Label hint = new Label();
  private final Button hintAction = new Button();
  private final Button create;
  private final SplitPane split = new SplitPane();
  private final DetailsPane details;
  private final BorderPane list = new BorderPane();
  private final BorderPane node = new BorderPane();
  private final Subscription following;
  private Optional<ApplyModel> applying = Optional.empty();

  /**
   * @param dashboard shows an object in the web dashboard
   * @param start boots or wakes the cluster
   * @param browse opens an address in a browser
   */
  WorkloadsPage(
      WorkloadsModel model,
      Consumer<ObjectId> dashboard,
      Runnable start,
      Consumer<URI> browse,
      Tasks tasks,
      Executor fx) {
    this.model = model;
    this.start = start;
    this.fx = fx;
    create = new Button(messages.text("workloads.create"), new FontIcon(MaterialDesignP.PLUS));
    create.setId("create");
    create.setMinWidth(Region.USE_PREF_SIZE);
    create.setOnAction(_ -> create(Optional.empty()));
    var actions = new Actions(model, dashboard);
    details = new DetailsPane(model, actions, tasks, fx, now);
    split.setOrientation(Orientation.VERTICAL);
    split.getItems().add(new ObjectTable(model.table(), now, placeholder()).node());
    list.setLeft(kinds());
    list.setCenter(split);
    list.setTop(bar());
    node.setCenter(list);
    node.setBottom(new VBox(new ForwardsPane(model.forwards(), browse).node(), command()));
    node.getStyleClass().add("workloads");
    node.getStylesheets()
        .add(requireNonNull(WorkloadsPage.class.getResource("workloads.css")).toExternalForm());
    clock = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));
    clock.setCycleCount(Animation.INDEFINITE);
    takeDroppedFiles();
    follow();
    following = model.state().subscribe(this::showState);
  }

  private void follow() {
    var table = model.table();
    table.selected().subscribe(row -> showDetails(row.isPresent()));
    table.rows().subscribe(this::showState);
    table.state().subscribe(this::showState);
    table.query().subscribe(this::showState);
    model.problem().subscribe(this::showState);
    model.session().subscribe(session -> create.setDisable(session.isEmpty()));
  }

  private Node bar() {
    setUpNamespaces();
    filter.setId("filter");
    filter.setPromptText(messages.text("workloads.filter"));
    filter.setAccessibleText(messages.text("workloads.filter"));
    filter.textProperty().addListener((_, _, text) -> model.table().ask(it -> it.filteredBy(text)));
    HBox.setHgrow(filter, Priority.ALWAYS);
    filter.setMaxWidth(320);
    model
        .table()
        .query()
        .subscribe(query -> {
          if (!query.filter().equals(filter.getText())) {
            filter.setText(query.filter());
          }
        });
    status.setId("workloads-status");
    status.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar = new HBox(8, namespace, filter, space, status, create);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("bar");
    return bar;
  }

  private void setUpNamespaces() {
    namespace.setId("namespace");
    namespace.setAccessibleText(messages.text("column.namespace"));
    namespace.setPrefWidth(190);
    namespace.setConverter(new NamespaceText());
    var names = model.table().namespaces();
    Runnable fill =
        () -> {
          var chosen = model.table().query().get().namespace();
          var all = new ArrayList<Optional<String>>();
          all.add(Optional.empty());
          names.forEach(name -> all.add(Optional.of(name)));
          namespace.getItems().setAll(all);
          namespace.setValue(chosen);
        };
    names.subscribe(fill);
    fill.run();
    namespace.setOnAction(_ -> {
      var chosen = namespace.getValue();
      if (chosen != null && !chosen.equals(model.table().query().get().namespace())) {
        model.table().ask(query -> query.in(chosen));
      }
    });
    model.table().query().subscribe(query -> namespace.setValue(query.namespace()));
  }

  private final class NamespaceText extends StringConverter<Optional<String>> {
    /** JavaFX asks for the text of nothing, too. */
    @Override
    @SuppressWarnings("NullableOptional")
    public String toString(@Nullable Optional<String> name) {
      return name == null ? "" : name.orElseGet(() -> messages.text("workloads.allNamespaces"));
    }

    @Override
    public Optional<String> fromString(String text) {
      return Optional.of(text);
    }
  }

  private Node kinds() {
    var kinds = new ListView<ObjectKind>();
    kinds.setId("kinds");
    kinds.setAccessibleText(messages.text("workloads.kinds"));
    kinds.getItems().setAll(ObjectKind.listed());
    kinds.setPrefWidth(KINDS_WIDTH);
    kinds.setMinWidth(KINDS_WIDTH);
    kinds.getStyleClass().addAll(Styles.DENSE, "kinds");
    kinds.setCellFactory(_ -> new KindCell());
    kinds
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(kind -> Optional.ofNullable(kind).ifPresent(model.table()::show));
    model.table().query().subscribe(query -> kinds.getSelectionModel().select(query.kind()));
    return kinds;
  }

  private final class KindCell extends ListCell<ObjectKind> {
    @Override
    protected void updateItem(@Nullable ObjectKind kind, boolean empty) {
      super.updateItem(kind, empty);
      setText(kind == null || empty ? null : messages.text("kind." + kind));
    }
  }

  private Node placeholder() {
    hint.setId("hint");
    hint.setWrapText(true);
    hint.getStyleClass().add(Styles.TEXT_MUTED);
    hintAction.setId("hint-action");
    hintAction.setVisible(false);
    var box = new VBox(12, hint, hintAction);
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private Node command() {
    var text = new Label();
    text.setId("command");
    text.getStyleClass().add("code");
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    var copy =
        new Button(messages.text("command.copy"), new FontIcon(MaterialDesignC.CONTENT_COPY));
    copy.setId("command-copy");
    copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setOnAction(_ -> copy(text.getText()));
    var close = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    close.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    close.setAccessibleText(messages.text("command.close"));
    close.setOnAction(_ -> model.forgetCommand());
    var bar = new HBox(8, text, copy, close);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().addAll("bar", "command");
    model
        .lastCommand()
        .subscribe(command -> {
          text.setText(command.orElse(""));
          bar.setVisible(command.isPresent());
          bar.setManaged(command.isPresent());
        });
    return bar;
  }

  private static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private void showDetails(boolean shown) {
    if (shown && split.getItems().size() == 1) {
      split.getItems().add(details.node());
      split.setDividerPositions(0.45);
    } else if (!shown && split.getItems().size() == 2) {
      split.getItems().removeLast();
    }
  }

  private void showState() {
    var query = model.table().query().get();
    int count = model.table().rows().size();
    boolean runs = model.state().getValue() == State.RUNNING;
    status.setText(
        !runs
            ? messages.text("state." + model.state().getValue())
            : switch (model.table().state().get()) {
              case LiveObjects.State.Loading _ -> messages.text("workloads.loading");
              case LiveObjects.State.Failing _ -> messages.text("workloads.stale");
              case LiveObjects.State.Live _ ->
                  messages.text("workloads.count", count, model.table().total().get());
            });
    if (!runs) {
      hint(messages.text("hint.asleep"), messages.text("hint.start"), start);
    } else if (model.problem().get().isPresent()) {
      var problem = model.problem().get().get();
      hint(problem.detail() + "\n" + problem.code().advice(), "", () -> {});
    } else if (model.table().state().get() instanceof LiveObjects.State.Failing failing) {
      hint(messages.text("workloads.stale") + "\n" + failing.why(), "", () -> {});
    } else if (model.table().state().get() instanceof LiveObjects.State.Loading) {
      hint(messages.text("workloads.loading"), "", () -> {});
    } else if (!query.filter().isBlank()) {
      hint(
          messages.text("hint.filtered", query.filter()),
          messages.text("hint.clear"),
          () -> filter.setText(""));
    } else {
      hint(
          messages.text("hint.empty", messages.text("kind." + query.kind())),
          messages.text("workloads.create"),
          () -> create(Optional.empty()));
    }
  }

  private void hint(String text, String action, Runnable run) {
    hint.setText(text);
    hintAction.setText(action);
    hintAction.setVisible(!action.isEmpty());
    hintAction.setOnAction(_ -> run.run());
  }

  private void tick() {
    now.set(Instant.now());
    model.tick();
  }

  private void create(Optional<Path> file) {
    var session = model.session().get();
    if (session.isEmpty()) {
      return;
    }
    var into = model.table().query().get().namespace().orElse("default");
    var apply = new ApplyModel(session.get().client(), into, fx);
    applying.ifPresent(ApplyModel::close);
    applying = Optional.of(apply);
    var view = new ApplyView(apply, this::leaveApply);
    apply
        .phase()
        .addListener((_, _, phase) -> {
          if (phase instanceof ApplyModel.Phase.Applied) {
            model.tell(
                model
                    .kubectl()
                    .apply(apply.file().map(Path::toString).orElse("-"), apply.force().get()));
          }
        });
    node.setCenter(view.node());
    file.ifPresent(view::open);
  }

  private void leaveApply() {
    applying.ifPresent(ApplyModel::close);
    applying = Optional.empty();
    node.setCenter(list);
  }

  private void takeDroppedFiles() {
    list.setOnDragOver(event -> {
      if (event.getDragboard().hasFiles() && model.session().get().isPresent()) {
        event.acceptTransferModes(TransferMode.COPY);
        event.consume();
      }
    });
    list.setOnDragDropped(event -> {
      event.getDragboard().getFiles().stream()
          .findFirst()
          .ifPresent(file -> create(Optional.of(file.toPath())));
      event.setDropCompleted(true);
      event.consume();
    });
  }

  @Override
  public String id() {
    return "workloads";
  }

  @Override
  public String title() {
    return messages.text("workloads.title");
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CUBE_OUTLINE;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void onShown() {
    clock.play();
    model.onShown();
  }

  @Override
  public void onHidden() {
    clock.stop();
    model.onHidden();
  }

  @Override
  public void close() {
    clock.stop();
    following.unsubscribe();
    applying.ifPresent(ApplyModel::close);
    details.close();
    model.close();
  }
}
