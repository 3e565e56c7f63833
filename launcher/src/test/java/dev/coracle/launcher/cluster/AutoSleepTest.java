package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoSleepTest {
  @TempDir Path directory;

  @Test
  void isRememberedAndTakenBack() throws InterruptedException, IOException {
    var bed = new TestBed(directory);
    bed.start("dev");
    bed.stop("dev");
    var autoSleep = new AutoSleep(bed.surroundings());
    assertThat(autoSleep.get("dev")).isEmpty();
    autoSleep.set("dev", Duration.ofMinutes(30), _ -> {});
    assertThat(new AutoSleep(bed.surroundings()).get("dev")).contains(Duration.ofMinutes(30));
    autoSleep.set("dev", Duration.ZERO, _ -> {});
    assertThat(new AutoSleep(bed.surroundings()).get("dev")).isEmpty();
  }
}
