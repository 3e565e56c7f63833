package dev.coracle.gui.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryEntryTest {
  @Test
  void isReadFromALine() {
    assertThat(
            HistoryEntry.of(
                "{\"time\":\"2026-11-26T12:00:00Z\",\"type\":\"warning\",\"message\":\"slow\"}"))
        .contains(new HistoryEntry(Instant.parse("2026-11-26T12:00:00Z"), "slow", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"time\":", "{\"time\":\"now\",\"type\":\"info\",\"message\":\"a\"}"})
  void aLineThatIsNoneIsPassedOver(String line) {
    assertThat(HistoryEntry.of(line)).isEmpty();
  }
}
