package dev.coracle.launcher.cli;

import dev.coracle.launcher.store.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a flag that was not given means: {@code CORACLE_<FLAG>}, else the user's settings. */
final class Defaults implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final Supplier<Settings> settings;
  private @Nullable Map<String, String> all;

  Defaults(Map<String, String> environment, Supplier<Settings> settings) {
    this.environment = environment;
    this.settings = settings;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp()) {
      return null;
    }
    var name = option.longestName();
    if (!name.startsWith("--")) {
      return null;
    }
    return find(name.substring(2));
  }

  String get(String key, String fallback) {
    var value = find(key);
    return value == null ? fallback : value;
  }

  boolean has(String key) {
    return find(key) != null;
  }

  private @Nullable String find(String key) {
    var set = environment.get(variable(key));
    if (set != null && !set.isEmpty()) {
      return set;
    }
    if (all == null) {
      all = settings.get().all();
    }
    return all.get(key);
  }

  private static String variable(String key) {
    return "CORACLE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
