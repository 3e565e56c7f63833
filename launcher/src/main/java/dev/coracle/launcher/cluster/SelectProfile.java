package dev.coracle.launcher.cluster;

import dev.coracle.launcher.store.Settings;

/** Which cluster commands mean when they are not told. */
public final class SelectProfile {
  /** The cluster of those who never choose a name. */
  public static final String DEFAULT = "coracle";

  /** minikube's setting of the same meaning. */
  private static final String KEY = "profile";

  private final Surroundings surroundings;

  public SelectProfile(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The selected name, else {@value #DEFAULT}. */
  public String current() {
    return settings().get(KEY).orElse(DEFAULT);
  }

  /**
   * Selects an existing cluster, or {@value #DEFAULT} whether it exists or not.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}
   */
  public void select(String name) throws InterruptedException {
    if (name.equals(DEFAULT)) {
      settings().unset(KEY);
    } else {
      settings().set(KEY, surroundings.clusters().get(name).config().name());
    }
  }

  /** Selects {@value #DEFAULT} if this one is selected. */
  void forget(String name) throws InterruptedException {
    if (current().equals(name)) {
      settings().unset(KEY);
    }
  }

  private Settings settings() {
    return new Settings(surroundings.home());
  }
}
