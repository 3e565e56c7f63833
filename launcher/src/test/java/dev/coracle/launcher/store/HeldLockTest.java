package dev.coracle.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLockTest {
  @TempDir private Path directory;

  @Test
  void onlyOneThreadAtATime() throws Exception {
    var inside = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<java.util.concurrent.Future<Integer>>();
      for (int i = 0; i < 4; i++) {
        done.add(
            executor.submit(() -> {
              try (var _ = lock(Duration.ofSeconds(30))) {
                int here = inside.incrementAndGet();
                Thread.sleep(20);
                inside.decrementAndGet();
                return here;
              }
            }));
      }
      for (var future : done) {
        assertThat(future.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void givesUpAfterItsPatienceAndTellsTheHolder() throws Exception {
    var told = new ArrayList<String>();
    try (var _ = lock(Duration.ZERO)) {
      assertThatThrownBy(() -> home().lockCluster("one", "stop", Duration.ofMillis(100), told::add))
          .hasMessageStartingWith("CLUSTER_BUSY")
          .hasMessageContaining("another task of this process");
    }
    assertThat(told).hasSize(1);
    lock(Duration.ZERO).close();
  }

  @Test
  void anotherProcessIsWaitedForAndToldByPidAndCommand() throws Exception {
    var other = holdInAnotherProcess();
    try {
      assertThat(home().isClusterLocked("one")).isTrue();
      assertThatThrownBy(() -> lock(Duration.ofMillis(100)))
          .hasMessageContaining("process " + other.pid() + " (start)");
      assertThat(home().commandAtWork("one")).contains("start");
    } finally {
      other.destroyForcibly();
      other.waitFor();
    }
    assertThat(home().isClusterLocked("one")).isFalse();
    assertThat(home().commandAtWork("one")).isEmpty();
    lock(Duration.ofSeconds(5)).close();
  }

  @Test
  void askingDoesNotTakeTheLockAway() throws Exception {
    try (var _ = lock(Duration.ZERO)) {
      assertThat(home().isClusterLocked("one")).isTrue();
      assertThat(home().isClusterLocked("one")).isTrue();
    }
    assertThat(home().isClusterLocked("one")).isFalse();
  }

  @Test
  void anInterruptedWaitEnds() throws Exception {
    try (var _ = lock(Duration.ZERO)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> lock(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedException.class);
    }
  }

  private Process holdInAnotherProcess() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldLock.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('+');
    return process;
  }

  private HeldLock lock(Duration patience) throws InterruptedException {
    return home().lockCluster("one", "start", patience, _ -> {});
  }

  private Home home() {
    return Home.of(Map.of("CORACLE_HOME", directory.toString()));
  }
}
