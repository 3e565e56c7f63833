package dev.coracle.gui.addons;

import dev.coracle.addons.Parameter;
import dev.coracle.errors.ProblemException;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One parameter of an addon, as somebody fills it in. */
final class ParameterModel {
  private final Parameter parameter;
  private final String was;
  private final StringProperty text;

  /**
   * @param value that it has; a secret's is not shown, and stays if nothing is typed
   */
  ParameterModel(Parameter parameter, String value) {
    this.parameter = parameter;
    was = parameter.secret() ? "" : value;
    text = new SimpleStringProperty(was);
  }

  Parameter parameter() {
    return parameter;
  }

  StringProperty text() {
    return text;
  }

  boolean isChanged() {
    return !text.get().equals(was);
  }

  /** Whether the addon can have it. */
  boolean isRight() {
    try {
      if (isChanged()) {
        parameter.value(text.get());
      }
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }
}
