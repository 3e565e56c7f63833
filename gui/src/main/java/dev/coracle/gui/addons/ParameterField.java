package dev.coracle.gui.addons;

import atlantafx.base.theme.Styles;
import dev.coracle.addons.Parameter;
import dev.coracle.gui.view.Messages;
import javafx.geometry.VPos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Where a parameter is filled in: as its kind asks for, with what it means and what is wrong. */
final class ParameterField {
  private static final double WIDTH = 320;

  private final ParameterModel model;
  private final Messages messages = Messages.of(ParameterField.class);

  ParameterField(ParameterModel model) {
    this.model = model;
  }

  /** Adds its row to a form of two columns: label and field. */
  void addTo(GridPane form) {
    var parameter = model.parameter();
    var field = field(parameter);
    field.setId("parameter-" + parameter.name());
    field.setAccessibleText(parameter.name());
    field.setPrefWidth(WIDTH);
    var label = new Label(parameter.name());
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setLabelFor(field);
    var about = note(parameter.description(), Styles.TEXT_MUTED);
    var fault = note(wanted(parameter), Styles.DANGER);
    fault.setId("fault-" + parameter.name());
    fault.visibleProperty().bind(model.text().map(_ -> !model.isRight()));
    fault.managedProperty().bind(fault.visibleProperty());
    var texts = new VBox(3, field, about, fault);
    GridPane.setValignment(label, VPos.BASELINE);
    GridPane.setValignment(texts, VPos.BASELINE);
    form.addRow(form.getRowCount(), label, texts);
  }

  private Control field(Parameter parameter) {
    if (!parameter.choices().isEmpty()) {
      var choice = new ChoiceBox<String>();
      choice.getItems().setAll(parameter.choices());
      choice.valueProperty().bindBidirectional(model.text());
      return choice;
    }
    if (parameter.type() == Parameter.Type.BOOLEAN) {
      var box = new CheckBox();
      box.setSelected(model.text().get().equals("true"));
      box.selectedProperty().subscribe(on -> model.text().set(String.valueOf(on)));
      return box;
    }
    var text = parameter.secret() ? new PasswordField() : new TextField();
    if (parameter.secret()) {
      text.setPromptText(messages.text("configure.secret"));
    }
    text.textProperty().bindBidirectional(model.text());
    return text;
  }

  private Label note(String text, String style) {
    var note = new Label(text);
    note.getStyleClass().addAll(Styles.TEXT_SMALL, style);
    note.setWrapText(true);
    note.setMaxWidth(WIDTH);
    note.setMinHeight(Region.USE_PREF_SIZE);
    return note;
  }

  /** What it has to be. Numbers as they are typed, not as a language writes them. */
  private String wanted(Parameter parameter) {
    if (parameter.type() != Parameter.Type.INTEGER) {
      return messages.text("configure.fault.form", parameter.pattern().orElse(""));
    }
    boolean bounded =
        parameter.minimum() != Long.MIN_VALUE && parameter.maximum() != Long.MAX_VALUE;
    return bounded
        ? messages.text(
            "configure.fault.between",
            String.valueOf(parameter.minimum()),
            String.valueOf(parameter.maximum()))
        : messages.text("configure.fault.whole");
  }
}
