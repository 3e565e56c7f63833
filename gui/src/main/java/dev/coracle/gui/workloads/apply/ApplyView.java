package dev.coracle.gui.workloads.apply;

import atlantafx.base.theme.Styles;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.apply.ApplyModel.Phase;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.LineNumberFactory;

/** YAML on the left, what it would change on the right. */
public final class ApplyView {
  private final ApplyModel model;
  private final Runnable leave;
  private final Messages messages = Messages.of(ApplyView.class);
  private final CodeArea editor = new CodeArea();
  private final VBox outcome = new VBox(12);
  private final CheckBox force;
  private final Button check;
  private final Button apply;
  private final BorderPane node = new BorderPane();

  /**
   * @param leave called when a person wants to see something else
   */
  public ApplyView(ApplyModel model, Runnable leave) {
    this.model = model;
    this.leave = leave;
    force = new CheckBox(messages.text("apply.force"));
    force.setId("apply-force");
    force.selectedProperty().bindBidirectional(model.force());
    check = button("check", model::check);
    apply = button("apply", model::apply);
    apply.getStyleClass().add(Styles.ACCENT);
    setUpEditor();
    outcome.setId("apply-outcome");
    outcome.getStyleClass().add("outcome");
    var results = new ScrollPane(outcome);
    results.setFitToWidth(true);
    var split = new SplitPane(new VirtualizedScrollPane<>(editor), results);
    node.setTop(title());
    node.setCenter(split);
    node.setBottom(buttons());
    node.getStyleClass().add("apply");
    takeDroppedFiles();
    model.phase().subscribe(this::show);
  }

  public Node node() {
    return node;
  }

  /** Shows a file's text, or why it cannot be. */
  public void open(Path file) {
    try {
      model.open(file);
    } catch (ProblemException e) {
      outcome.getChildren().setAll(problem(e.problem()));
    }
  }

  private void setUpEditor() {
    editor.setId("apply-yaml");
    editor.setAccessibleText(messages.text("apply.yaml"));
    editor.setParagraphGraphicFactory(LineNumberFactory.get(editor));
    editor.getStyleClass().add("yaml");
    var hint = new Label(messages.text("apply.hint"));
    hint.getStyleClass().add(Styles.TEXT_MUTED);
    editor.setPlaceholder(hint);
    editor
        .textProperty()
        .addListener((_, _, text) -> {
          if (!text.equals(model.text().get())) {
            model.text().set(text);
          }
          editor.setStyleSpans(0, YamlColors.of(text));
        });
    model
        .text()
        .subscribe(text -> {
          if (!text.equals(editor.getText())) {
            editor.replaceText(text);
          }
        });
  }

  private Node title() {
    var title = new Label(messages.text("apply.title"));
    title.getStyleClass().add(Styles.TITLE_4);
    var where = new Label(messages.text("apply.namespace", model.namespace()));
    where.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    var bar = new HBox(12, title, where);
    bar.setAlignment(Pos.BASELINE_LEFT);
    bar.getStyleClass().add("bar");
    return bar;
  }

  private Node buttons() {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            8, button("open", this::choose), force, space, button("leave", leave), check, apply);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("bar");
    return bar;
  }

  private Button button(String id, Runnable action) {
    var button = new Button(messages.text("apply." + id));
    button.setId("apply-" + id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void choose() {
    var chooser = new FileChooser();
    chooser
        .getExtensionFilters()
        .add(
            new FileChooser.ExtensionFilter(
                messages.text("apply.files"), "*.yaml", "*.yml", "*.json"));
    Optional.ofNullable(chooser.showOpenDialog(node.getScene().getWindow()))
        .map(File::toPath)
        .ifPresent(this::open);
  }

  private void takeDroppedFiles() {
    node.setOnDragOver(event -> {
      if (event.getDragboard().hasFiles()) {
        event.acceptTransferModes(TransferMode.COPY);
        event.consume();
      }
    });
    node.setOnDragDropped(event -> {
      event.getDragboard().getFiles().stream().findFirst().map(File::toPath).ifPresent(this::open);
      event.setDropCompleted(true);
      event.consume();
    });
  }

  private void show(Phase phase) {
    boolean works = phase instanceof Phase.Checking || phase instanceof Phase.Applying;
    check.setDisable(works);
    apply.setDisable(!model.canApply());
    boolean isConflict =
        phase instanceof Phase.Checked checked
            && checked.changes().stream().anyMatch(Change.Conflicting.class::isInstance);
    force.setVisible(isConflict || model.force().get());
    outcome
        .getChildren()
        .setAll(
            switch (phase) {
              case Phase.Editing _ -> List.of(hint("apply.editing"));
              case Phase.Checking _ -> List.of(hint("apply.checking"));
              case Phase.Applying _ -> List.of(hint("apply.applying"));
              case Phase.Checked checked -> changes(checked);
              case Phase.Applied applied ->
                  List.of(hint("apply.applied"), new Label(String.join("\n", applied.objects())));
              case Phase.Failed failed -> failed(failed);
            });
  }

  private List<Node> failed(Phase.Failed failed) {
    var told = problem(failed.problem());
    return failed.applied().isEmpty()
        ? List.of(told)
        : List.of(told, hint("apply.partly"), new Label(String.join("\n", failed.applied())));
  }

  private List<Node> changes(Phase.Checked checked) {
    var nodes = new ArrayList<Node>();
    if (checked.outdated()) {
      var told = hint("apply.outdated");
      told.getStyleClass().add(Styles.WARNING);
      nodes.add(told);
    }
    checked.changes().forEach(change -> nodes.add(change(change)));
    return nodes;
  }

  private Node change(Change change) {
    return switch (change) {
      case Change.Created created -> titled("created", change, new DiffPane(created.lines()));
      case Change.Changed changed -> titled("changed", change, new DiffPane(changed.lines()));
      case Change.Unchanged _ -> titled("unchanged", change);
      case Change.NotTried _ -> titled("notTried", change);
      case Change.Refused refused -> titled("refused", change, problem(refused.problem()));
      case Change.Conflicting conflict ->
          titled(
              "conflict",
              change,
              conflict.claims().stream()
                  .map(claim -> wrapped(claim.field() + "  " + claim.by()))
                  .toArray(Node[]::new));
    };
  }

  private Node titled(String what, Change change, Node... content) {
    var title = new Label(messages.text("change." + what, change.object()));
    title.getStyleClass().add(Styles.TEXT_BOLD);
    title.setWrapText(true);
    var box = new VBox(4, title);
    box.getChildren().addAll(content);
    return box;
  }

  private Label hint(String key) {
    var hint = wrapped(messages.text(key));
    hint.getStyleClass().add(Styles.TEXT_MUTED);
    return hint;
  }

  private static Node problem(Problem problem) {
    var id = new Label(problem.code().name());
    id.getStyleClass().addAll(Styles.TEXT_BOLD, Styles.DANGER);
    return new VBox(4, id, wrapped(problem.detail()), wrapped(problem.code().advice()));
  }

  private static Label wrapped(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    return label;
  }
}
