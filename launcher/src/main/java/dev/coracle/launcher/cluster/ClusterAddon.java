package dev.coracle.launcher.cluster;

import dev.coracle.addons.Addon;
import java.util.Map;

/**
 * An addon as a cluster has it.
 *
 * @param enabled whether the cluster has it, or will at its next start
 * @param pending whether the cluster has yet to be changed for that
 * @param values of all its parameters
 */
public record ClusterAddon(
    Addon addon, boolean enabled, boolean pending, Map<String, String> values) {
  public ClusterAddon {
    values = Map.copyOf(values);
  }
}
