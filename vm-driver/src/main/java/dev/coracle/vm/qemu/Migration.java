package dev.coracle.vm.qemu;

import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A machine's memory and devices to a file, and the devices from it. Each page has its place in the
 * file, so one that is empty takes none, and {@link MappedMemory} has the rest. One thread writes:
 * with QEMU's multifd it is no quicker, and QEMU 10.0 crashes now and then when its disk gets full
 * (2 of 24).
 */
record Migration(Qmp qmp) {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** In bytes per second: QEMU looks at each page of the memory, and must not be done with that. */
  private static final long STANDING = 1000;

  private static final long UNLIMITED = 1L << 40;

  /** Longer than the guest takes from one part of its free memory to the next. */
  private static final Duration GLANCE = Duration.ofMillis(20);

  private static final long PART = 16 << 20;
  private static final Set<String> AT_WORK =
      Set.of("setup", "active", "device", "pre-switchover", "cancelling", "wait-unplug");

  /**
   * Begins to save a machine, which goes on. Returns once its guest has told which memory is free,
   * which is left out: QEMU need not look at it, and it takes no space.
   *
   * @param limit for a guest to begin to tell; one without a driver for that never does
   */
  void begin(Path file, Duration limit) throws IOException, InterruptedException {
    end();
    capable("mapped-ram");
    qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", STANDING, "downtime-limit", 0));
    qmp.execute("migrate", to(file));
    long deadline = System.nanoTime() + limit.toNanos();
    long before = remaining();
    boolean told = false;
    while (told || System.nanoTime() < deadline) {
      Thread.sleep(GLANCE);
      long now = remaining();
      boolean tells = before - now > PART;
      if (told && !tells) {
        return;
      }
      told = tells;
      before = now;
    }
  }

  /** What is still to be saved, in bytes. */
  private long remaining() throws IOException, InterruptedException {
    JsonObject answer = qmp.execute("query-migrate");
    return answer.has("ram") ? answer.object("ram").longInteger("remaining") : Long.MAX_VALUE;
  }

  /**
   * Returns once everything is written of a machine that stands still. It has let go of its disks
   * then.
   *
   * @throws QmpException with QEMU's reason
   */
  void finish() throws IOException, InterruptedException {
    JsonObject answer = end();
    if (!status(answer).equals("completed")) {
      throw new QmpException(answer.optionalText("error-desc").orElse(status(answer)));
    }
  }

  /**
   * Returns once the devices are loaded; the machine is paused. A QEMU that cannot load it ends.
   */
  void load(Path file) throws IOException, InterruptedException {
    capable("mapped-ram");
    qmp.execute("migrate-incoming", to(file));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (RunState.of(qmp.execute("query-status").text("status")) == RunState.INCOMING) {
      pause(deadline);
    }
  }

  /**
   * Returns once none is at work, with the answer about the last one. One that is goes on to its
   * end, for QEMU crashes now and then when one to a file is cancelled (10.0, 1 of 10).
   */
  JsonObject end() throws IOException, InterruptedException {
    qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", UNLIMITED));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JsonObject answer = qmp.execute("query-migrate");
    while (AT_WORK.contains(status(answer))) {
      pause(deadline);
      answer = qmp.execute("query-migrate");
    }
    return answer;
  }

  private void capable(String... capabilities) throws IOException, InterruptedException {
    qmp.execute(
        "migrate-set-capabilities",
        Map.of(
            "capabilities",
            Stream.of(capabilities)
                .map(name -> Map.of("capability", name, "state", true))
                .toList()));
  }

  private static Map<String, Object> to(Path file) {
    Map<String, Object> address =
        Map.of("transport", "file", "filename", file.toString(), "offset", 0);
    return Map.of("channels", List.of(Map.of("channel-type", "main", "addr", address)));
  }

  private static String status(JsonObject answer) {
    return answer.optionalText("status").orElse("none");
  }

  private static void pause(long deadline) throws QmpException, InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new QmpException("not done within " + LIMIT.toMinutes() + " min");
    }
    Thread.sleep(POLL);
  }
}
