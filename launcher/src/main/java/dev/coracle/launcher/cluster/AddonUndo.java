package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import java.util.LinkedHashMap;

/** Switches addons back to what they were before the last command that switched some. */
final class AddonUndo {
  private final Surroundings surroundings;
  private final Clusters clusters;
  private final ClusterAddons addons;

  AddonUndo(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
    this.addons = new ClusterAddons(surroundings);
  }

  /**
   * Returns when the addons are again what they were, or when that is remembered for the next
   * start, which also finishes what fails or is cut off here. What a removed addon had stored does
   * not come back. The caller holds the cluster's lock.
   *
   * @param change the last one of the cluster
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}, {@code ADDON_NEEDED},
   *     when nothing has changed; those of {@link ClusterAddons#enable} and {@link
   *     ClusterAddons#disable}
   */
  void run(ClusterRecord cluster, AddonChange change, Report report) throws InterruptedException {
    report.step(StartStep.ENABLING_ADDONS, "Switching addons back");
    var back = new LinkedHashMap<String, AddonState>();
    change
        .before()
        .forEach((name, was) -> back.put(name, back(name, was, addons.stateOf(cluster, name))));
    var goal = cluster.with(back).withoutLastChange();
    back.forEach((name, state) -> {
      if (!state.isOn()) {
        addons.requireNotNeeded(goal, name);
      }
    });
    clusters.save(goal);
    if (!addons.isRunning(cluster)) {
      report.info("The addons will be what they were after the next start.");
      return;
    }
    for (var name : back.keySet()) {
      addons.settle(clusters.get(cluster.config().name()), name, report);
    }
  }

  private AddonState back(String name, AddonState was, AddonState is) {
    if (was.isOn()) {
      surroundings.addons().get().get(name).manifests(was.values(), was.images());
      return was.at(AddonState.Stage.ENABLING);
    }
    return was.at(
        is.stage() == AddonState.Stage.DISABLED
            ? AddonState.Stage.DISABLED
            : AddonState.Stage.DISABLING);
  }
}
