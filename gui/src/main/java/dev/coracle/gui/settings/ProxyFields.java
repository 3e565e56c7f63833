package dev.coracle.gui.settings;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/** The proxies that a cluster goes through, one field each. */
final class ProxyFields {
  private static final double WIDTH = 360;

  private final Map<String, String> was;
  private final Map<String, TextField> fields = new LinkedHashMap<>();

  /** Adds its rows to a form whose first columns are label and field. */
  ProxyFields(GridPane form, Map<String, String> environment) {
    was = environment;
    for (var name : Proxies.NAMES) {
      var field = new TextField(Proxies.shown(environment, name));
      field.setId(name.toLowerCase(Locale.ROOT).replace('_', '-'));
      field.setAccessibleText(name);
      field.setPrefWidth(WIDTH);
      var label = new Label(name);
      label.setMinWidth(Region.USE_PREF_SIZE);
      label.setLabelFor(field);
      form.addRow(form.getRowCount(), label, field);
      fields.put(name, field);
    }
  }

  /** The cluster's environment as it is to be. */
  Map<String, String> environment() {
    var typed = new LinkedHashMap<String, String>();
    fields.forEach((name, field) -> typed.put(name, field.getText()));
    return Proxies.changed(was, typed);
  }
}
