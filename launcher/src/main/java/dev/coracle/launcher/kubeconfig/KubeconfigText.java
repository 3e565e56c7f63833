package dev.coracle.launcher.kubeconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The content of one kubeconfig file, as a value.
 *
 * <p>Every method throws a YamlEngineException if the text is not YAML, and an
 * IllegalArgumentException if it is no kubeconfig or can't be changed safely.
 */
record KubeconfigText(String text) {
  private static final String CURRENT = "current-context";
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");
  private static final String EMPTY =
      """
      apiVersion: v1
      clusters: []
      contexts: []
      current-context: ""
      kind: Config
      users: []
      """;

  /** The three parts of an entry, each in a list of its own. */
  enum Part {
    CLUSTER("cluster"),
    CONTEXT("context"),
    USER("user");

    private final String kind;

    Part(String kind) {
      this.kind = kind;
    }

    /** The fields that are ours even when not given; all others are the user's. */
    private Set<String> managed() {
      return switch (this) {
        case CLUSTER -> Set.of("server", "certificate-authority", "certificate-authority-data");
        case CONTEXT -> Set.of("cluster", "user");
        case USER ->
            Set.of(
                "client-certificate", "client-certificate-data", "client-key", "client-key-data");
      };
    }

    String list() {
      return kind + "s";
    }
  }

  Optional<String> currentContext() {
    var plain = plainCurrentContext();
    return plain.isPresent()
        ? plain
        : Optional.ofNullable(data().get(CURRENT)).map(Object::toString).filter(s -> !s.isEmpty());
  }

  /**
   * From a line of its own, as kubectl writes it: lists of clusters show it, and reading all of a
   * YAML text for it would double what they take. A line that begins so at the margin is a key of
   * the root, for everything else is indented.
   */
  private Optional<String> plainCurrentContext() {
    var key = CURRENT + ": ";
    int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (!text.startsWith(key, at) || text.indexOf("\n" + key, at + 1) >= 0) {
      return Optional.empty();
    }
    int begin = at + key.length();
    int end = begin;
    while (end < text.length() && isPlain(text.charAt(end), end == begin)) {
      end++;
    }
    var value = text.substring(begin, end);
    boolean whole = end == text.length() || text.charAt(end) == '\n';
    return whole && !value.isEmpty() && !WORDS.contains(value.toLowerCase(Locale.ROOT))
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Neither quotes nor anything that YAML might read as more than letters. */
  private static boolean isPlain(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    boolean inside = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    return letter || (inside && !first);
  }

  /** The fields of a part, as they are read. */
  Optional<Map<?, ?>> find(Part part, String name) {
    return items(data(), part).stream()
        .filter(item -> name.equals(item.get("name")))
        .findFirst()
        .map(item -> item.get(part.kind) instanceof Map<?, ?> fields ? fields : Map.of());
  }

  /** With the part as given: made, or its fields set, and those of the user's left. */
  KubeconfigText with(Part part, String name, Map<String, String> fields) {
    var found = find(part, name);
    var wanted = found.map(old -> merged(part, old, fields));
    if (wanted.isPresent() && wanted.equals(found)) {
      return this;
    }
    var changed = this;
    if (found.isEmpty()) {
      var base = yaml().isPresent() ? this : startedAnew();
      changed =
          new KubeconfigText(
              base.editable().append(part.list(), new YamlItem(part.kind, name, fields)));
    } else {
      var ours = new TreeSet<>(part.managed());
      ours.addAll(fields.keySet());
      for (var field : ours) {
        changed = changed.withField(part, name, field, Optional.ofNullable(fields.get(field)));
      }
    }
    changed.requireOnlyChanged(this, part, name, Optional.of(fields));
    return changed;
  }

  KubeconfigText without(Part part, String name) {
    var changed = this;
    while (changed.find(part, name).isPresent()) {
      var yaml = changed.editable();
      changed = new KubeconfigText(yaml.remove(part.list(), index(yaml, part, name)));
    }
    changed.requireOnlyChanged(this, part, name, Optional.empty());
    return changed;
  }

  KubeconfigText withCurrentContext(String name) {
    if (currentContext().orElse("").equals(name)) {
      return this;
    }
    var base = yaml().isPresent() ? this : startedAnew();
    var yaml = base.editable();
    var changed = new KubeconfigText(yaml.set(yaml.root(), CURRENT, name));
    var expected = new LinkedHashMap<Object, Object>(base.data());
    expected.put(CURRENT, name);
    require(expected.equals(changed.data()));
    return changed;
  }

  private KubeconfigText withField(Part part, String name, String field, Optional<String> value) {
    var current = find(part, name).orElseThrow().get(field);
    if (Objects.equals(current, value.orElse(null))) {
      return this;
    }
    var yaml = editable();
    var item = (MappingNode) yaml.items(part.list()).get(index(yaml, part, name));
    if (!(YamlText.get(item, part.kind).orElse(null) instanceof MappingNode fields)) {
      throw new IllegalArgumentException("the %s %s has no fields".formatted(part.kind, name));
    }
    return new KubeconfigText(
        value.isPresent() ? yaml.set(fields, field, value.get()) : yaml.unset(fields, field));
  }

  private KubeconfigText startedAnew() {
    return new KubeconfigText(
        text.isEmpty() || text.endsWith("\n") ? text + EMPTY : text + "\n" + EMPTY);
  }

  private Optional<YamlText> yaml() {
    return YamlText.parse(text);
  }

  private YamlText editable() {
    for (var event : new Parse(YamlText.SETTINGS).parseString(text)) {
      if (event instanceof AliasEvent alias) {
        throw new IllegalArgumentException(
            "it refers to the anchor &"
                + alias.getAlias()
                + ", so that a change may reach further");
      }
    }
    return yaml().orElseThrow();
  }

  private static int index(YamlText yaml, Part part, String name) {
    List<Node> items = yaml.items(part.list());
    for (var index = 0; index < items.size(); index++) {
      if (items.get(index) instanceof MappingNode item
          && YamlText.get(item, "name").orElse(null) instanceof ScalarNode found
          && found.getValue().equals(name)) {
        return index;
      }
    }
    throw new IllegalArgumentException("the %s %s has an odd name".formatted(part.kind, name));
  }

  private Map<?, ?> data() {
    var data = new Load(YamlText.SETTINGS).loadFromString(text);
    if (data == null) {
      return Map.of();
    }
    if (data instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("it is no mapping");
  }

  private static List<Map<?, ?>> items(Map<?, ?> data, Part part) {
    var items = new ArrayList<Map<?, ?>>();
    var value = data.get(part.list());
    if (value == null) {
      return items;
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(part.list() + " is no list");
    }
    for (var item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException(part.list() + " holds something else than mappings");
      }
      items.add(map);
    }
    return items;
  }

  /** The safety net of every edit: the part is as asked for, and all else reads as before. */
  private void requireOnlyChanged(
      KubeconfigText before, Part part, String name, Optional<Map<String, String>> fields) {
    require(rest(before.data(), part, name).equals(rest(data(), part, name)));
    var old = before.find(part, name).orElse(Map.of());
    var expected = fields.map(set -> merged(part, old, set));
    require(find(part, name).equals(expected));
  }

  private static Map<?, ?> merged(Part part, Map<?, ?> old, Map<String, String> fields) {
    var merged = new LinkedHashMap<Object, Object>(old);
    merged.keySet().removeAll(part.managed());
    merged.putAll(fields);
    return merged;
  }

  /** Everything but one item; lists that are empty or absent are the same. */
  private static Map<Object, Object> rest(Map<?, ?> data, Part part, String name) {
    var rest = new LinkedHashMap<Object, Object>(data);
    if (data.isEmpty()) {
      rest.putAll(Map.of("apiVersion", "v1", "kind", "Config", CURRENT, ""));
    }
    for (var each : Part.values()) {
      var items = new ArrayList<>(items(data, each));
      items.removeIf(item -> each == part && name.equals(item.get("name")));
      rest.put(each.list(), items);
    }
    return rest;
  }

  private static void require(boolean safe) {
    if (!safe) {
      throw new IllegalArgumentException("it is written in a way that can't be changed safely");
    }
  }
}
