package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** The values of a flag that may be repeated, or of all remaining arguments. */
final class ListFlag {
  private final ArgSpec spec;

  ListFlag(ArgSpec spec) {
    this.spec = spec;
  }

  /** In the order given; empty if not given. */
  List<String> values() {
    @Nullable List<?> given = spec.getValue();
    var values = new ArrayList<String>();
    if (given != null) {
      for (Object value : given) {
        values.add(String.valueOf(value));
      }
    }
    return values;
  }

  Optional<List<String>> value() {
    var values = values();
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }
}
