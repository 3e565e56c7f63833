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
 * file, so one that is empty takes none, two threads write, and {@link MappedMemory} has the rest.
 */
record Migration(Qmp qmp) {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Set<String> AT_WORK =
      Set.of("setup", "active", "device", "pre-switchover", "cancelling", "wait-unplug");

  /**
   * Returns once everything is written. The machine is paused by then and has let go of its disks.
   *
   * @throws QmpException with QEMU's reason
   */
  void save(Path file) throws IOException, InterruptedException {
    capable("mapped-ram", "multifd");
    qmp.execute("migrate-set-parameters", Map.of("multifd-channels", 2, "max-bandwidth", 1L << 40));
    qmp.execute("migrate", to(file));
    JsonObject answer = settled();
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

  /** Does nothing if none is at work. */
  void cancel() throws IOException, InterruptedException {
    qmp.execute("migrate_cancel");
    settled();
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

  private JsonObject settled() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JsonObject answer = qmp.execute("query-migrate");
    while (AT_WORK.contains(status(answer))) {
      pause(deadline);
      answer = qmp.execute("query-migrate");
    }
    return answer;
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
