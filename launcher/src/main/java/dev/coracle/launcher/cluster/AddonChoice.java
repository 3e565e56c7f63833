package dev.coracle.launcher.cluster;

import dev.coracle.addons.Addon;
import dev.coracle.addons.ImageName;
import dev.coracle.launcher.cluster.AddonState.Stage;
import java.util.HashMap;
import java.util.Map;

/**
 * How somebody wants an addon; what is not said stays as it is.
 *
 * @param values of parameters, by name
 * @param images without their registry, by the addon's names for them
 * @param registries likewise; an empty one stands for none
 */
public record AddonChoice(
    Map<String, String> values, Map<String, String> images, Map<String, String> registries) {
  public AddonChoice {
    values = Map.copyOf(values);
    images = Map.copyOf(images);
    registries = Map.copyOf(registries);
  }

  /** As it is. */
  public static AddonChoice none() {
    return new AddonChoice(Map.of(), Map.of(), Map.of());
  }

  AddonState applied(Addon addon, AddonState was) {
    var newValues = new HashMap<>(was.values());
    newValues.putAll(values);
    var newImages = new HashMap<>(was.images());
    images.forEach((name, _) -> newImages.put(name, image(addon, name)));
    registries.forEach((name, _) -> newImages.put(name, image(addon, name)));
    return new AddonState(Stage.ENABLING, newValues, newImages);
  }

  private String image(Addon addon, String name) {
    var own = ImageName.of(addon.images().getOrDefault(name, ""));
    return new ImageName(
            registries.getOrDefault(name, own.registry()), images.getOrDefault(name, own.image()))
        .toString();
  }
}
