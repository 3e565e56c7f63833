package dev.coracle.gui.tray;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;

/**
 * A cluster as the menu needs it.
 *
 * @param busy whether something is being done with it now, which shows as starting
 * @param problem whether it has one that a person should look at
 * @param canSleep whether its driver can keep its memory on disk
 * @param currentContext whether kubectl means it
 * @param dashboard whether it has a dashboard that can be opened
 */
public record TrayCluster(
    String name,
    State state,
    boolean busy,
    boolean problem,
    boolean canSleep,
    boolean currentContext,
    boolean dashboard,
    List<AddonSwitch> addons) {
  public TrayCluster {
    addons = List.copyOf(addons);
  }

  /** An addon that can be switched. */
  public record AddonSwitch(String name, boolean on) {}

  boolean isAtWork() {
    return busy || state == State.STARTING || state == State.STOPPING;
  }
}
