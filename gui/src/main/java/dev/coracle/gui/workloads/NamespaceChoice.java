package dev.coracle.gui.workloads;

import dev.coracle.gui.view.Messages;
import java.util.ArrayList;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The namespace whose objects are shown, or all of them. */
final class NamespaceChoice {
  private final Messages messages = Messages.of(NamespaceChoice.class);
  private final ComboBox<Optional<String>> namespace = new ComboBox<>();

  NamespaceChoice(TableModel table) {
    namespace.setId("namespace");
    namespace.setAccessibleText(messages.text("column.namespace"));
    namespace.setPrefWidth(190);
    namespace.setConverter(new NamespaceText());
    var names = table.namespaces();
    Runnable fill =
        () -> {
          var chosen = table.query().get().namespace();
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
      if (chosen != null && !chosen.equals(table.query().get().namespace())) {
        table.ask(query -> query.in(chosen));
      }
    });
    table.query().subscribe(query -> namespace.setValue(query.namespace()));
  }

  Node node() {
    return namespace;
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
}
