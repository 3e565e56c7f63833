package dev.coracle.launcher.cluster;

import java.util.Map;

/**
 * What a cluster's file says of an addon that somebody has switched.
 *
 * @param values of its parameters that are not the default
 * @param images that it has instead of its own, by the addon's names for them
 */
record AddonState(Stage stage, Map<String, String> values, Map<String, String> images) {
  /** How far it is: what the next command does that finds it. */
  enum Stage {
    /** All or some of it may be missing; it goes on. */
    ENABLING,
    ENABLED,
    /** The removal goes on. */
    DISABLING,
    DISABLED
  }

  /** Of one that nobody has asked anything of. */
  static final AddonState UNTOUCHED = new AddonState(Stage.DISABLED, Map.of(), Map.of());

  AddonState {
    values = Map.copyOf(values);
    images = Map.copyOf(images);
  }

  AddonState at(Stage next) {
    return new AddonState(next, values, images);
  }

  /** Whether the user wants it. */
  boolean isOn() {
    return stage == Stage.ENABLING || stage == Stage.ENABLED;
  }

  /** Whether the user wants the same, however far it is. */
  boolean isAsked(AddonState other) {
    return isOn() == other.isOn() && values.equals(other.values) && images.equals(other.images);
  }

  boolean isPending() {
    return stage == Stage.ENABLING || stage == Stage.DISABLING;
  }
}
