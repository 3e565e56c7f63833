package dev.coracle.addons;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.json.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An addon's manifests with its variables filled in: {@code {{name}}} in any text of them. A text
 * that is nothing else becomes what the variable is, also a number or a truth. It is done in what
 * the YAML means, not in its letters, so that no value can change its structure.
 */
final class Manifests {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{([A-Za-z][A-Za-z0-9_-]*)}}");

  private final Path folder;
  private final Map<String, Object> variables;

  Manifests(Path folder, Map<String, Object> variables) {
    this.folder = folder;
    this.variables = variables;
  }

  /** In the order of the files' names and of the documents in them. */
  List<JsonObject> read() {
    var objects = new ArrayList<JsonObject>();
    for (var file : AddonFolder.files(folder.resolve("manifests"), ".yaml")) {
      for (var document : Yaml.documents(file)) {
        objects.add(object(file, document));
      }
    }
    return objects;
  }

  private JsonObject object(Path file, Object document) {
    if (!(document instanceof Map)) {
      throw Yaml.broken(file, "a document is no object");
    }
    try {
      var object = JsonObject.parse(JsonText.line(filled(file, document)).getBytes(UTF_8));
      object.text("apiVersion");
      object.text("kind");
      object.object("metadata").text("name");
      return object;
    } catch (JsonException | IllegalArgumentException e) {
      throw Yaml.broken(file, "a document is no Kubernetes object: " + e.getMessage());
    }
  }

  private @Nullable Object filled(Path file, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      var members = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((key, member) -> members.put(String.valueOf(key), filled(file, member)));
      return members;
    }
    if (value instanceof List<?> list) {
      var elements = new ArrayList<@Nullable Object>();
      list.forEach(element -> elements.add(filled(file, element)));
      return elements;
    }
    return value instanceof String text ? filled(file, text) : value;
  }

  private Object filled(Path file, String text) {
    var found = VARIABLE.matcher(text);
    if (found.matches()) {
      return variable(file, found.group(1));
    }
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(String.valueOf(variable(file, match.group(1)))));
  }

  private Object variable(Path file, String name) {
    var value = variables.get(name);
    if (value == null) {
      throw Yaml.broken(file, "there is neither a parameter nor an image \"" + name + "\"");
    }
    return value;
  }
}
