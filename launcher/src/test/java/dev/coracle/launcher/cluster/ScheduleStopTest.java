package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleStopTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private TestBed bed;
  private Path ran;
  private Path file;
  private final List<ProcessHandle> waiting = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    bed = new TestBed(directory);
    bed.start("one");
    ran = directory.resolve("ran");
    file = bed.home.cluster("one").scheduledStop();
    Files.writeString(
        bed.program, "#!/bin/sh\necho \"$$ $*\" >" + ran + ".new\nmv " + ran + ".new " + ran);
    Files.setPosixFilePermissions(bed.program, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void nobodyIsLeftWaiting() {
    waiting.forEach(
        process -> process.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
  }

  @Test
  void theCommandRunsWhenItIsTimeInTheProcessThatTheFileNames() throws Exception {
    schedule(Duration.ofMillis(200));
    await(ran);
    assertThat(Files.readString(ran))
        .isEqualTo(
            waiting.getFirst().pid()
                + " stop -p one --schedule=0s --keep-context-active=false --power-off=false\n");
  }

  @Test
  void statusTellsTheTimeUntilThen() throws Exception {
    assertThat(timeToStop()).isEmpty();
    schedule(LONG);
    assertThat(timeToStop().orElseThrow()).isBetween(LONG.minusMinutes(1), LONG);
    cancel();
    assertThat(timeToStop()).isEmpty();
  }

  @Test
  void startStopDeleteAndCancelCallItOff() throws Exception {
    for (var command :
        List.<Command>of(this::cancel, () -> bed.start("one"), () -> bed.stop("one"))) {
      schedule(LONG);
      command.run();
      assertThat(file).doesNotExist();
      bed.start("one");
    }
    schedule(LONG);
    bed.delete("one");
    assertThat(bed.home.cluster("one").directory()).doesNotExist();
  }

  @Test
  void anotherScheduleTakesItsPlace() throws Exception {
    schedule(LONG);
    schedule(LONG.multipliedBy(2));
    assertThat(timeToStop().orElseThrow()).isGreaterThan(LONG);
    cancel();
  }

  @Test
  void aProcessThatTheFileDoesNotNameDoesNothing() throws Exception {
    schedule(Duration.ofMillis(500));
    Files.delete(file);
    nobodyIsLeftWaiting();
    assertThat(ran).doesNotExist();
  }

  @Test
  void aProcessIdThatIsAnothersByNowIsLeftAlone() throws Exception {
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      Thread.sleep(Duration.ofSeconds(3));
      var json =
          new JsonObject()
              .put("pid", other.pid())
              .put(
                  "started",
                  other.toHandle().info().startInstant().orElseThrow().minusSeconds(3).toString())
              .put("due", "2099-01-01T00:00:00Z")
              .put("version", 1);
      Files.write(file, json.toBytes());
      assertThat(timeToStop()).isEmpty();
      bed.stop("one");
      assertThat(other.isAlive()).isTrue();
      assertThat(file).doesNotExist();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aFileThatCannotBeUnderstoodStandsInNobodysWay() throws Exception {
    Files.writeString(file, "{");
    assertThat(timeToStop()).isEmpty();
    schedule(LONG);
    assertThat(timeToStop()).isPresent();
    cancel();
  }

  @Test
  void aClusterThatIsNotThereCannotBeStoppedLater() {
    assertThatThrownBy(
            () -> new ScheduleStop(bed.surroundings()).run("two", LONG, false, false, _ -> {}))
        .hasMessageStartingWith("CLUSTER_NOT_FOUND");
  }

  private interface Command {
    void run() throws Exception;
  }

  private void schedule(Duration delay) throws Exception {
    new ScheduleStop(bed.surroundings()).run("one", delay, false, false, _ -> {});
    var pid = JsonObject.parse(Files.readAllBytes(file)).longInteger("pid");
    ProcessHandle.of(pid).ifPresent(waiting::add);
  }

  private void cancel() throws InterruptedException {
    new ScheduleStop(bed.surroundings()).cancel("one", _ -> {});
  }

  private Optional<Duration> timeToStop() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one").timeToStop();
  }

  private static void await(Path path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(path)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
