package dev.coracle.gui.tray;

import static dev.coracle.gui.tray.Samples.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrayStateTest {
  private static final TrayCluster RUNNING = cluster("running", State.RUNNING);
  private static final TrayCluster ASLEEP = cluster("asleep", State.SAVED);
  private static final TrayCluster STOPPED = cluster("stopped", State.STOPPED);
  private static final TrayCluster BUSY = Samples.busy("busy", State.STOPPED);
  private static final TrayCluster TROUBLED = Samples.troubled("troubled");

  @Test
  void showsWhatMattersMostOfAllClusters() {
    assertThat(TrayState.of(List.of())).isEqualTo(TrayState.NONE);
    assertThat(TrayState.of(List.of(STOPPED))).isEqualTo(TrayState.NONE);
    assertThat(TrayState.of(List.of(STOPPED, ASLEEP))).isEqualTo(TrayState.ASLEEP);
    assertThat(TrayState.of(List.of(ASLEEP, RUNNING))).isEqualTo(TrayState.RUNNING);
    assertThat(TrayState.of(List.of(RUNNING, BUSY))).isEqualTo(TrayState.STARTING);
    assertThat(TrayState.of(List.of(BUSY, TROUBLED))).isEqualTo(TrayState.PROBLEM);
    assertThat(TrayState.of(List.of(cluster("broken", State.ERROR)))).isEqualTo(TrayState.PROBLEM);
  }
}
