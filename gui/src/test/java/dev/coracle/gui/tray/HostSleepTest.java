package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostSleepTest {
  private final List<TrayAction> done = new ArrayList<>();

  @Test
  void allThatRunArePutToSleepAndNothingElse() {
    hostFallsAsleep(
        Samples.cluster("one", State.RUNNING),
        Samples.cluster("off", State.STOPPED),
        Samples.cluster("asleep", State.SAVED),
        Samples.cluster("two", State.RUNNING));

    assertThat(done).containsExactly(new TrayAction.Sleep("one"), new TrayAction.Sleep("two"));
  }

  @Test
  void aSingleClusterToo() {
    hostFallsAsleep(Samples.cluster("demo", State.RUNNING));

    assertThat(done).containsExactly(new TrayAction.Sleep("demo"));
  }

  @Test
  void withoutClustersThereIsNothingToDo() {
    hostFallsAsleep();

    assertThat(done).isEmpty();
  }

  private void hostFallsAsleep(TrayCluster... clusters) {
    var menu = TrayMenu.of(List.of(clusters), Optional.of(false), TrayTone.COLOUR, Samples.TEXTS);
    new HostSleep(() -> menu, done::add).sleepAll();
  }
}
