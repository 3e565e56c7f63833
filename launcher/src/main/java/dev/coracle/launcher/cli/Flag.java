package dev.coracle.launcher.cli;

import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** The value of one flag or argument of a command, once its command line has been read. */
final class Flag<T> {
  private final ArgSpec spec;
  private final Class<T> type;

  Flag(ArgSpec spec, Class<T> type) {
    this.spec = spec;
    this.type = type;
  }

  /** From the command line, else the environment, else the user's settings; else absent. */
  Optional<T> value() {
    return Optional.ofNullable(type.cast(spec.<Object>getValue()));
  }

  T or(T fallback) {
    return value().orElse(fallback);
  }
}
