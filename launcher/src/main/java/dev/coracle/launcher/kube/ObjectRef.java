package dev.coracle.launcher.kube;

import dev.coracle.json.JsonObject;

/**
 * Which object.
 *
 * @param namespace empty for one that is in none, or in the namespace default
 */
public record ObjectRef(String apiVersion, String kind, String namespace, String name) {
  /**
   * What a manifest or an answer of the API server is about.
   *
   * @throws dev.coracle.json.JsonException if it does not say so
   */
  public static ObjectRef of(JsonObject object) {
    var metadata = object.object("metadata");
    return new ObjectRef(
        object.text("apiVersion"),
        object.text("kind"),
        metadata.optionalText("namespace").orElse(""),
        metadata.text("name"));
  }

  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
