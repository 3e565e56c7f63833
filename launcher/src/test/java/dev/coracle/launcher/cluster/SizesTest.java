package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "4096,4096",
    "4096m,4096",
    "4096mb,4096",
    "4096MiB,4096",
    "4g,4096",
    "4 GB,4096",
    "1t,1048576",
    "2097152k,2048",
    "4294967296b,4096",
    "0,0",
    "1k,0"
  })
  void readsWhatPeopleType(String text, int mebibytes) {
    assertThat(Sizes.mebibytes(text)).isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4x", "-1", "1.5g", "g", "999999999999t", "9999999t", "4gg"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Sizes.mebibytes(text)).hasMessageStartingWith("CLUSTER_VALUE_INVALID");
  }
}
