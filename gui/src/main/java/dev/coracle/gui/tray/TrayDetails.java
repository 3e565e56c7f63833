package dev.coracle.gui.tray;

import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.tray.TrayCluster.AddonSwitch;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterAddon;
import dev.coracle.vm.VmDriver.Capability;
import java.util.List;

/** What the menu needs to know of a cluster and the window's list does not; reads files. */
public final class TrayDetails {
  private final Launcher launcher;

  public TrayDetails(Launcher launcher) {
    this.launcher = launcher;
  }

  /**
   * The cluster as the menu has it.
   *
   * @throws dev.coracle.errors.ProblemException if the cluster is gone
   */
  TrayCluster of(AppTray.Look look) throws InterruptedException {
    // Without a driver there is no cluster yet that could have addons.
    boolean canSleep = look.driver().isPresent() && canSleep(look.driver().get());
    var addons =
        look.driver().isPresent()
            ? launcher.clusterAddons().list(look.name(), _ -> {})
            : List.<ClusterAddon>of();
    // It is enabled when somebody opens it.
    boolean dashboard = addons.stream().anyMatch(it -> Dashboards.serves(it.addon()));
    return new TrayCluster(
        look.name(),
        look.state(),
        look.busy(),
        look.problem(),
        canSleep,
        look.currentContext(),
        dashboard,
        addons.stream().map(it -> new AddonSwitch(it.addon().name(), it.enabled())).toList());
  }

  private boolean canSleep(String driver) throws InterruptedException {
    return launcher.drivers().named(driver).capabilities().contains(Capability.SUSPEND);
  }
}
