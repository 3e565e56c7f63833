package dev.coracle.gui.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Proxies in an environment, of which passwords are not shown. */
final class Proxies {
  static final List<String> NAMES = List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");

  private static final Pattern PASSWORD = Pattern.compile("(?<=://)([^:/@]*):([^@]*)@");
  private static final String MASK = "••••••••";

  private Proxies() {}

  /** As it may be shown. */
  static String shown(Map<String, String> environment, String name) {
    return PASSWORD.matcher(value(environment, name)).replaceAll("$1:" + MASK + "@");
  }

  /** Programs know them in either case. */
  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, environment.getOrDefault(lower(name), ""));
  }

  /**
   * What becomes of an environment.
   *
   * @param typed by name; what is as it is shown stays, a password too, and nothing at all removes
   *     it
   */
  static Map<String, String> changed(Map<String, String> environment, Map<String, String> typed) {
    var changed = new LinkedHashMap<>(environment);
    typed.forEach((name, text) -> {
      if (text.equals(shown(environment, name))) {
        return;
      }
      changed.remove(name);
      changed.remove(lower(name));
      if (!text.isBlank()) {
        changed.put(name, text.strip().replace(MASK, password(value(environment, name))));
      }
    });
    return changed;
  }

  private static String password(String value) {
    var found = PASSWORD.matcher(value);
    return found.find() ? found.group(2) : "";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
