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
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
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
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** What runs in a cluster. */
final class WorkloadsPage implements Page {
  private final WorkloadsModel model;
  private final Runnable start;
  private final Executor fx;
  private final Messages messages = Messages.of(WorkloadsPage.class);
  private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());
  private final Timeline clock;
  private final TextField filter = new TextField();
  private final Label status = new Label();
  private final TableHint hint = new TableHint();
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
    split.getItems().add(new ObjectTable(model.table(), now, hint.node()).node());
    list.setLeft(new KindList(model.table()).node());
    list.setCenter(split);
    list.setTop(new VBox(bar(), new LostBanner(model).node()));
    node.setCenter(list);
    node.setBottom(
        new VBox(new ForwardsPane(model.forwards(), browse).node(), new CommandBar(model).node()));
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
    var bar = new HBox(8, new NamespaceChoice(model.table()).node(), filter, space, status, create);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("bar");
    return bar;
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
    boolean runs = model.state().getValue() == State.RUNNING;
    status.setText(runs ? statusOfTable() : messages.text("state." + model.state().getValue()));
    showHint(runs);
  }

  private String statusOfTable() {
    var table = model.table();
    return switch (table.state().get()) {
      case LiveObjects.State.Loading _ -> messages.text("workloads.loading");
      case LiveObjects.State.Failing _, LiveObjects.State.Lost _ ->
          messages.text("workloads.stale");
      case LiveObjects.State.Live _ ->
          messages.text("workloads.count", table.rows().size(), table.total().get());
    };
  }

  /** Why there is no row, and what helps. */
  private void showHint(boolean runs) {
    var query = model.table().query().get();
    if (!runs) {
      hint.show(messages.text("hint.asleep"), messages.text("hint.start"), start);
      return;
    }
    var problem = model.problem().get();
    if (problem.isPresent()) {
      hint.show(problem.get().detail() + "\n" + problem.get().code().advice());
      return;
    }
    switch (model.table().state().get()) {
      case LiveObjects.State.Failing failing ->
          hint.show(messages.text("workloads.stale") + "\n" + failing.why());
      case LiveObjects.State.Loading _ -> hint.show(messages.text("workloads.loading"));
      case LiveObjects.State.Lost _ -> hint.show(messages.text("workloads.stale"));
      case LiveObjects.State.Live _ when !query.filter().isBlank() ->
          hint.show(
              messages.text("hint.filtered", query.filter()),
              messages.text("hint.clear"),
              () -> filter.setText(""));
      case LiveObjects.State.Live _ ->
          hint.show(
              messages.text("hint.empty", messages.text("kind." + query.kind())),
              messages.text("workloads.create"),
              () -> create(Optional.empty()));
    }
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
