package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "2048,2048",
    "2048m,2048",
    "20000mb,20000",
    "4g,4096",
    "1.5GiB,1536",
    "4194304k,4096"
  })
  void sizesAreMinikubes(String text, int mebibytes) {
    assertThat(Values.mebibytes(text)).isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "-1g", "4x", "1e3", "0", "1b", "99999999t", "1.2.3g"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Values.mebibytes(text)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void durationsAreGos() {
    assertThat(Values.duration("6m0s")).isEqualTo(Duration.ofMinutes(6));
    assertThat(Values.duration("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Values.duration("300ms")).isEqualTo(Duration.ofMillis(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6", "m", "6 m", "-6m", "6d", "9999999999h"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Values.duration(text)).isInstanceOf(TypeConversionException.class);
  }
}
