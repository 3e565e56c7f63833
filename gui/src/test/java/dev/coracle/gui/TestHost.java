package dev.coracle.gui;

import dev.coracle.errors.Problem;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.Surroundings;
import dev.coracle.launcher.cluster.TestBed;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A computer in memory, with the addons of the catalogue and clusters that use something. */
public final class TestHost {
  private static final Path CATALOGUE = Path.of("..", "addons", "catalogue");
  private static final String USAGE = "/api/v1/nodes/coracle/proxy/stats/summary";

  /** One of each kind. */
  private static final List<HostCheck> CHECKS =
      List.of(
          new HostCheck(
              "driver",
              "Virtualization by the driver qemu",
              () ->
                  new CheckResult.Warning(
                      new Problem(
                          VmError.HOST_VIRTUALIZATION_UNAVAILABLE,
                          "The guest runs without hardware acceleration, 10 to 20 times slower.")),
              Optional.of(
                  new Fix.CommandLine(
                      "Lets you use the processor's virtualization, from your next login on.",
                      "sudo usermod --append --groups kvm \"$USER\""))),
          new HostCheck(
              "memory", "Memory", () -> new CheckResult.Ok("5120 MiB free"), Optional.empty()),
          new HostCheck(
              "kubeconfig",
              "The kubeconfig can be written",
              () ->
                  new CheckResult.Failed(
                      new Problem(
                          LauncherError.KUBECONFIG_NOT_WRITABLE, "Its directory is read-only.")),
              Optional.of(new Fix.Action("Lets its owner write to it.", () -> {}))));

  public final TestBed bed;

  public TestHost(Path directory) throws IOException {
    bed = new TestBed(directory);
    bed.driver.setCapabilities(Set.of(Capability.values()));
    copy(CATALOGUE, bed.home.addons());
    bed.objects.answers.put(USAGE, usage());
  }

  public Launcher launcher() {
    var it = bed.surroundings();
    return new Launcher(
        new Surroundings(
            it.home(),
            it.drivers(),
            it.images(),
            it.addons(),
            it.identities(),
            it.kubeconfig(),
            it.probe(),
            it.guests(),
            it.capacity(),
            _ -> CHECKS,
            it.environment(),
            it.program(),
            it.attendant(),
            it.clock()));
  }

  /** A cluster whose start goes on, as another process would leave its traces. */
  void beginStart(String name) throws IOException {
    Files.createDirectories(bed.home.cluster(name).directory());
    bed.home
        .cluster(name)
        .appendEvent(
            new JsonObject()
                .put("time", Instant.now().toString())
                .put("type", "step")
                .put("step", "Preparing Kubernetes")
                .put("message", "Waiting for Kubernetes")
                .toLine());
  }

  private static JsonObject usage() {
    var started = Instant.now().minusSeconds(8 * 3600 + 25 * 60);
    var text =
        """
        {"node": {"startTime": "%s", "cpu": {"usageNanoCores": 437000000},
            "memory": {"workingSetBytes": 1181116006},
            "fs": {"usedBytes": 3435973836, "capacityBytes": 20971520000}},
          "pods": [{}, {}, {}, {}, {}, {}, {}]}
        """
            .formatted(started);
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
