package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadUsageTest {
  private static final String PATH = "/api/v1/nodes/coracle/proxy/stats/summary";

  @TempDir Path directory;
  private TestBed bed;

  @BeforeEach
  void setUp() throws IOException, InterruptedException {
    bed = new TestBed(directory);
    bed.start("dev");
    bed.clock = () -> Instant.parse("2026-11-26T12:00:00Z");
  }

  @Test
  void readsWhatTheKubeletMeasured() throws InterruptedException {
    answer(
        """
        {"node": {"startTime": "2026-11-26T11:30:00Z",
            "cpu": {"usageNanoCores": 250000000},
            "memory": {"workingSetBytes": 1073741824},
            "fs": {"usedBytes": 2147483648, "capacityBytes": 21474836480}},
          "pods": [{}, {}, {}]}
        """);
    assertThat(read().run("dev"))
        .contains(new Usage(0.25, 1024, 2048, 20480, 3, Duration.ofMinutes(30)));
  }

  @Test
  void isEmptyWhenItDoesNotRunAndBeforeTheFirstMeasurement() throws InterruptedException {
    assertThat(read().run("dev")).isEmpty();
    answer("{\"node\": {}, \"pods\": []}");
    assertThat(read().run("dev")).contains(new Usage(0, 0, 0, 0, 0, Duration.ZERO));
    bed.stop("dev");
    assertThat(read().run("dev")).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeReadIsAProblem() {
    answer("{\"node\": {\"startTime\": 5}, \"pods\": []}");
    assertThatThrownBy(() -> read().run("dev")).hasMessageContaining("What the node uses");
  }

  private void answer(String json) {
    bed.objects.answers.put(PATH, JsonObject.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  private ReadUsage read() {
    return new ReadUsage(bed.surroundings());
  }
}
