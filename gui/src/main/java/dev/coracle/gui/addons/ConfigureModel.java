package dev.coracle.gui.addons;

import dev.coracle.launcher.cluster.ClusterAddon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;

/** The parameters of an addon, as somebody fills them in. */
final class ConfigureModel {
  private final List<ParameterModel> parameters;
  private final BooleanBinding ready;

  ConfigureModel(ClusterAddon addon) {
    parameters =
        addon.addon().parameters().stream()
            .map(it -> new ParameterModel(it, addon.values().getOrDefault(it.name(), "")))
            .toList();
    ready =
        Bindings.createBooleanBinding(
            () -> !changes().isEmpty() && parameters.stream().allMatch(ParameterModel::isRight),
            parameters.stream().map(ParameterModel::text).toArray(Observable[]::new));
  }

  List<ParameterModel> parameters() {
    return parameters;
  }

  /** Whether there is something to set, and all of it is right. */
  BooleanBinding ready() {
    return ready;
  }

  /** What is to be other than it was. */
  Map<String, String> changes() {
    var changes = new LinkedHashMap<String, String>();
    for (var it : parameters) {
      if (it.isChanged()) {
        changes.put(it.parameter().name(), it.text().get());
      }
    }
    return changes;
  }
}
