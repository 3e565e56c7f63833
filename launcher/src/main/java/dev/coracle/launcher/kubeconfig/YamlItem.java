package dev.coracle.launcher.kubeconfig;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An item of one of a kubeconfig's lists: {@code cluster: {server: …}, name: …}.
 *
 * @param kind {@code cluster}, {@code context} or {@code user}
 */
record YamlItem(String kind, String name, SortedMap<String, String> fields) {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][-A-Za-z0-9_./:=+@]*[A-Za-z0-9=/]");

  /** Words that some YAML readers take for a truth value or for nothing. */
  private static final Set<String> RESERVED =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  YamlItem(String kind, String name, Map<String, String> fields) {
    this(kind, name, new TreeMap<>(fields));
  }

  /** As kubectl writes it, with the dash in a column. */
  String block(int column, String lineBreak) {
    var indent = " ".repeat(column);
    return indent
        + "- "
        + kind
        + ":"
        + lineBreak
        + fields.entrySet().stream()
            .map(field ->
                indent + "    " + field.getKey() + ": " + scalar(field.getValue()) + lineBreak)
            .collect(joining())
        + indent
        + "  name: "
        + scalar(name);
  }

  String flow() {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ": " + quoted(field.getValue()))
        .collect(joining(", ", "{" + quoted(kind) + ": {", "}, \"name\": " + quoted(name) + "}"));
  }

  /** A scalar in block context: plain where every reader takes it for a string, else quoted. */
  static String scalar(String value) {
    return PLAIN.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))
        ? value
        : quoted(value);
  }

  static String quoted(String value) {
    return value
        .chars()
        .mapToObj(c ->
            c == '"' || c == '\\'
                ? "\\" + (char) c
                : c < ' ' || c == 0x7f ? "\\u%04x".formatted(c) : String.valueOf((char) c))
        .collect(joining("", "\"", "\""));
  }
}
