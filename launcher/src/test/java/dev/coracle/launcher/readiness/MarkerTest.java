package dev.coracle.launcher.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
  @Test
  void phaseIsFoundWhateverIsAroundIt() {
    assertThat(Marker.parse("[   4.2] noise CORACLE {\"t\":4.21,\"phase\":\"network\"}\r"))
        .contains(new Marker.Phase(Duration.ofMillis(4210), "network"));
  }

  @Test
  void failureHasComponentAndReason() {
    assertThat(
            Marker.parse(
                "CORACLE {\"t\":9.1,\"phase\":\"failed\",\"component\":\"etcd\",\"reason\":\"a } b\"}"))
        .contains(new Marker.Failed(Duration.ofMillis(9100), "etcd", "a } b"));
  }

  @Test
  void powerOffIsTold() {
    assertThat(Marker.parse("CORACLE {\"t\":60,\"phase\":\"poweroff\"}"))
        .contains(new Marker.PowerOff(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "CORACLE", "CORACLE {", "CORACLE {\"t\":1", "CORACLE {\"t\":1}", "coracle {}"})
  void otherLinesHoldNone(String line) {
    assertThat(Marker.parse(line)).isEmpty();
  }
}
