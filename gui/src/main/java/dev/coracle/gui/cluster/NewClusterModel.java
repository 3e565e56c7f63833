package dev.coracle.gui.cluster;

import java.util.Optional;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

/** Whether a new cluster can have the name that somebody types. */
final class NewClusterModel {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** What is wrong with a name. */
  enum Fault {
    MISSING,
    FORM,
    TAKEN
  }

  private final StringProperty name = new SimpleStringProperty("");
  private final ObservableValue<Optional<Fault>> fault;

  NewClusterModel(ClusterList clusters) {
    fault =
        Bindings.createObjectBinding(
            () -> faultOf(name.get(), clusters), name, clusters.clusters());
    name.set(free(clusters));
  }

  StringProperty name() {
    return name;
  }

  ObservableValue<Optional<Fault>> fault() {
    return fault;
  }

  private static Optional<Fault> faultOf(String name, ClusterList clusters) {
    if (name.isBlank()) {
      return Optional.of(Fault.MISSING);
    }
    if (!DNS_LABEL.matcher(name).matches()) {
      return Optional.of(Fault.FORM);
    }
    return clusters.find(name).map(_ -> Fault.TAKEN);
  }

  /** A name to begin with. */
  private static String free(ClusterList clusters) {
    int number = 1;
    var name = "dev";
    while (clusters.find(name).isPresent()) {
      number++;
      name = "dev-" + number;
    }
    return name;
  }
}
