package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "PT-1S,0s",
    "PT0.9S,0s",
    "PT45S,45s",
    "PT5M,5m0s",
    "PT1H30S,1h0m30s",
    "PT50H,50h0m0s"
  })
  void isWrittenAsGoDoes(Duration duration, String text) {
    assertThat(GoDuration.text(duration)).isEqualTo(text);
  }
}
