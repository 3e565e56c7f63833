package dev.coracle.addons;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that can be added to a cluster.
 *
 * @param name of its folder
 * @param folder holds addon.yaml, {@code manifests/*.yaml} and {@code images/*.tar}
 * @param aliases other names that it is asked for by
 * @param isDefault whether a new cluster has it
 * @param images image by the name that manifests use
 * @param dependencies names of addons that have to be enabled before
 * @param health what has to answer besides that all that is made is ready
 */
public record Addon(
    String name,
    Path folder,
    String description,
    String maintainer,
    String version,
    List<String> aliases,
    boolean isDefault,
    Map<String, String> images,
    List<Parameter> parameters,
    List<String> dependencies,
    List<HealthCheck> health,
    Optional<Endpoint> endpoint,
    Optional<AuthoritySecret> authority) {
  public Addon {
    aliases = List.copyOf(aliases);
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    parameters = List.copyOf(parameters);
    dependencies = List.copyOf(dependencies);
    health = List.copyOf(health);
  }

  /** A path of the API server that has to answer, with so many items at least if it is a list. */
  public record HealthCheck(String path, int items) {}

  /** The service that a person opens. */
  public record Endpoint(String namespace, String service) {}

  /** The Secret in which it is given a CA of the user's for local names. */
  public record AuthoritySecret(String namespace, String secret) {}

  /**
   * What has to be there when the addon is enabled, in the order in which to make it.
   *
   * @param values of parameters, by name; those that are absent have their default
   * @param otherImages instead of those of the addon, by the same names
   * @throws ProblemException {@code ADDON_VALUE_INVALID}, {@code ADDON_BROKEN}
   */
  public List<JsonObject> manifests(Map<String, String> values, Map<String, String> otherImages) {
    checkKnown(values, otherImages);
    var variables = new LinkedHashMap<String, Object>(images);
    variables.putAll(otherImages);
    for (var parameter : parameters) {
      variables.put(parameter.name(), parameter.value(values.get(parameter.name())));
    }
    return new Manifests(folder, variables).read();
  }

  private void checkKnown(Map<String, String> values, Map<String, String> otherImages) {
    var known = parameters.stream().map(Parameter::name).toList();
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw invalid("The addon " + this.name + " has no parameter \"" + name + "\"", known);
      }
    }
    for (var name : otherImages.keySet()) {
      if (!images.containsKey(name)) {
        throw invalid(
            "The addon " + this.name + " has no image \"" + name + "\"",
            List.copyOf(images.keySet()));
      }
    }
  }

  private static ProblemException invalid(String what, List<String> known) {
    var there = known.isEmpty() ? "; it has none." : "; it has " + String.join(", ", known) + ".";
    return new ProblemException(AddonError.ADDON_VALUE_INVALID, what + there);
  }

  /** OCI archives of images that have to be in the node, in no order. */
  public List<Path> archives() {
    return AddonFolder.files(folder.resolve("images"), ".tar");
  }
}
