package dev.coracle.gui.workloads.apply;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One object that is wanted.
 *
 * @param namespace empty if it says none
 * @param content all that it says
 */
record Manifest(
    String apiVersion, String kind, String namespace, String name, Map<String, Object> content) {

  /**
   * Reads the documents of a YAML text, in their order; lists are taken apart.
   *
   * @throws ProblemException MANIFEST_INVALID
   */
  static List<Manifest> parse(String yaml) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    var manifests = new ArrayList<Manifest>();
    int number = 0;
    try {
      for (var document : new Load(settings).loadAllFromString(yaml)) {
        number++;
        if (document != null) {
          add(document, number, manifests);
        }
      }
    } catch (MarkedYamlEngineException e) {
      var at = e.getProblemMark().or(e::getContextMark);
      throw invalid(
          at.map(mark -> "Line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                  .orElse("")
              + e.getProblem());
    } catch (YamlEngineException e) {
      throw invalid("The text is no YAML: " + e.getMessage());
    }
    if (manifests.isEmpty()) {
      throw invalid("The text holds no object.");
    }
    return manifests;
  }

  private static void add(Object document, int number, List<Manifest> manifests) {
    if (!(document instanceof Map<?, ?> map)) {
      throw invalid("Document " + number + " is no object.");
    }
    var content = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> content.put(String.valueOf(key), value));
    if ("List".equals(content.get("kind")) && content.get("items") instanceof List<?> items) {
      items.forEach(item -> add(item, number, manifests));
      return;
    }
    var metadata = content.get("metadata") instanceof Map<?, ?> it ? it : Map.of();
    manifests.add(
        new Manifest(
            required(content, "apiVersion", number),
            required(content, "kind", number),
            metadata.get("namespace") instanceof String namespace ? namespace : "",
            required(metadata, "name", number),
            content));
  }

  private static String required(Map<?, ?> map, String key, int number) {
    if (map.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw invalid("Document " + number + " has no " + key + ".");
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(GuiError.MANIFEST_INVALID, detail);
  }

  Manifest in(String defaultNamespace) {
    return new Manifest(
        apiVersion, kind, namespace.isEmpty() ? defaultNamespace : namespace, name, content);
  }

  /** What is sent: held against one version of the object, so that no newer one is written over. */
  Map<String, Object> held(String resourceVersion) {
    var held = new LinkedHashMap<>(content);
    var metadata = new LinkedHashMap<String, Object>();
    if (content.get("metadata") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    metadata.put("resourceVersion", resourceVersion);
    held.put("metadata", metadata);
    return held;
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
