package dev.coracle.gui.tray;

import dev.coracle.gui.tray.TrayCluster.AddonSwitch;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Clusters and what a panel shows of them. */
final class Samples {
  static final Messages TEXTS = Messages.of(TrayMenu.class, Locale.ENGLISH);

  private static final List<AddonSwitch> ADDONS =
      List.of(new AddonSwitch("ingress", false), new AddonSwitch("metrics-server", true));

  private Samples() {}

  static TrayCluster cluster(String name, State state) {
    return new TrayCluster(name, state, false, false, true, true, true, ADDONS);
  }

  static TrayCluster busy(String name, State state) {
    return new TrayCluster(name, state, true, false, true, true, true, ADDONS);
  }

  static TrayCluster sleepless(String name) {
    return new TrayCluster(name, State.RUNNING, false, false, false, true, true, ADDONS);
  }

  static TrayCluster troubled(String name) {
    return new TrayCluster(name, State.RUNNING, false, true, true, true, true, ADDONS);
  }

  static TrayView view(TrayCluster... clusters) {
    return new TrayView(
        TrayState.of(List.of(clusters)),
        TrayTone.COLOUR,
        "Coracle",
        TrayMenu.of(List.of(clusters), Optional.of(false), TrayTone.COLOUR, TEXTS));
  }
}
