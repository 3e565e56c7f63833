package dev.coracle.launcher.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuestProgressTest {
  private final GuestProgress progress = new GuestProgress();

  @Test
  void missesTheFirstThatDoesNotHold() {
    phases("init", "network", "containerd");
    assertThat(missing()).isEqualTo("localkube");
    phases("localkube", "etcd");
    assertThat(missing()).isEqualTo("containerd");
  }

  @Test
  void missesNothingOnceReady() {
    phases("ready");
    assertThat(progress.missing()).isEmpty();
  }

  @Test
  void phasesOfProcessesThatStartAnewComeAgain() {
    phases("init", "network", "localkube", "containerd", "ready", "localkube");
    assertThat(missing()).isEqualTo("containerd");
  }

  @Test
  void aFailureIsFatalTheThirdTime() {
    fail("etcd");
    fail("etcd");
    fail("kubelet");
    assertThat(progress.fatal()).isEmpty();
    assertThat(progress.lastFailure()).isPresent();
    fail("etcd");
    assertThat(progress.fatal()).isPresent();
  }

  @Test
  void failuresCountOverRestartsOfTheProcessesButNotOfTheGuest() {
    for (int attempt = 0; attempt < 3; attempt++) {
      phases("localkube");
      fail("localkube");
    }
    assertThat(progress.fatal()).isPresent();
    phases("init");
    assertThat(progress.fatal()).isEmpty();
  }

  @Test
  void aGuestThatShutDownIsAtItsBeginning() {
    phases("init", "ready");
    progress.add(new Marker.PowerOff(Duration.ofSeconds(9)));
    assertThat(missing()).isEqualTo("init");
  }

  private String missing() {
    return progress.missing().orElseThrow().phase();
  }

  private void phases(String... names) {
    for (var name : names) {
      progress.add(new Marker.Phase(Duration.ofSeconds(1), name));
    }
  }

  private void fail(String component) {
    progress.add(new Marker.Failed(Duration.ofSeconds(1), component, "reason"));
  }
}
