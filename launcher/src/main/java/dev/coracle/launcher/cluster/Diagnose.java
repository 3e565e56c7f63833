package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.diagnosis.Bundle;
import dev.coracle.launcher.diagnosis.Redactor;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.Preflight;
import dev.coracle.launcher.store.AuditLog;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Collects in one file what somebody needs who is to find out what is wrong with a cluster. */
public final class Diagnose {
  /** Of each log; more than that nobody reads, and nobody sends. */
  private static final int LINES = 5_000;

  private static final int COMMANDS = 500;

  /** Of what is a secret for standing in the environment. */
  private static final int LEAST_LENGTH = 8;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;
  private final String version;

  /**
   * @param version of this product
   */
  public Diagnose(Surroundings surroundings, String version) {
    this.surroundings = surroundings;
    this.version = version;
  }

  /** What the file is called if nobody says. */
  public String fileName(String cluster) {
    return "coracle-" + cluster + "-" + TIME.format(surroundings.clock().instant()) + ".zip";
  }

  /** One text of the file. */
  @FunctionalInterface
  private interface Part {
    String read() throws IOException, InterruptedException;
  }

  /**
   * Returns when the zip file is whole. It tells versions, what the host's checks find, how the
   * cluster is, its configuration, events and logs, the commands that were run and how they failed;
   * no secret, token or key that can be told from other text, and not where the user's home is.
   * What cannot be read says why in its place.
   *
   * @param name of a cluster that need not exist
   * @throws ProblemException {@code CLUSTER_NAME_INVALID}, {@code FILE_WRITE_FAILED}
   */
  public void run(String name, Path file, Consumer<ClusterEvent> events)
      throws InterruptedException {
    ClusterName.checked(name);
    var report = new Report(events);
    var bundle = new Bundle(new Redactor(Home.userHome(surroundings.environment()), secrets(name)));
    for (var part : parts(name).entrySet()) {
      report.info("Collecting " + part.getKey() + ".");
      bundle.add(part.getKey(), text(part.getValue()));
    }
    bundle.write(file);
    report.done("What is known of the cluster \"" + name + "\" is in " + file + ".");
  }

  private Map<String, Part> parts(String name) {
    var folder = surroundings.clusters().folder(name);
    var parts = new LinkedHashMap<String, Part>();
    parts.put("versions.txt", this::versions);
    parts.put("doctor.txt", () -> doctor(name));
    parts.put("status.txt", () -> status(name));
    parts.put("cluster.json", () -> new String(secretsOf(name).withoutThem().toBytes(), UTF_8));
    parts.put("events.jsonl", () -> lastLines(folder.events()));
    parts.put("console.log", () -> lastLines(folder.vm().resolve(VmSpec.CONSOLE_LOG)));
    parts.put("node.log", () -> node(name));
    parts.put("commands.jsonl", this::commands);
    for (var failure : failures()) {
      parts.put("failures/" + failure.getFileName(), () -> lastLines(failure));
    }
    return parts;
  }

  /** Whatever is wrong with one of them must not keep the others from being told. */
  private static String text(Part part) throws InterruptedException {
    try {
      return part.read();
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return "It could not be read: " + e + "\n";
    }
  }

  /** What may stand anywhere. */
  private List<String> secrets(String name) {
    var secrets = new ArrayList<String>();
    // Paths tell something, and no secret; short ones are words.
    surroundings.environment().values().stream()
        .filter(value -> value.length() >= LEAST_LENGTH && !value.startsWith("/"))
        .forEach(secrets::add);
    try {
      secrets.addAll(secretsOf(name).values());
    } catch (ProblemException e) {
      // Nothing of the cluster can be read: nothing of it is told.
      return secrets;
    }
    return secrets;
  }

  private ClusterSecrets secretsOf(String name) {
    return new ClusterSecrets(
        surroundings.clusters().get(name), surroundings.addons().get().all(_ -> {}));
  }

  private String versions() throws InterruptedException {
    var host = surroundings.capacity().get();
    var lines = new ArrayList<String>();
    lines.add("Coracle " + version);
    lines.add("Java " + Runtime.version());
    for (var property : List.of("os.name", "os.version", "os.arch")) {
      lines.add(property + " " + System.getProperty(property));
    }
    lines.add("processors " + host.cpus() + ", memory " + host.memoryMiB() + " MiB");
    for (var driver : surroundings.drivers().get().all()) {
      lines.add("driver " + driver.id() + ": " + health(driver));
    }
    lines.add("Kubernetes " + String.join(", ", surroundings.images().get().versions()));
    return joined(lines);
  }

  private static String health(VmDriver driver) throws InterruptedException {
    return switch (driver.health()) {
      case Health.Ready it -> it.version();
      case Health.Degraded it -> it.version() + ", but " + details(it.problems());
      case Health.Unusable it -> "does not work: " + details(it.problems());
    };
  }

  private static String details(List<Problem> problems) {
    return problems.stream().map(Diagnose::told).collect(Collectors.joining(" "));
  }

  private static String told(Problem problem) {
    return problem.code().name() + ": " + problem.detail();
  }

  private String doctor(String name) throws InterruptedException {
    var findings = Preflight.run(new CheckHost(surroundings).checks(name));
    return joined(
        findings.stream()
            .map(it ->
                it.check().description()
                    + ": "
                    + switch (it.result()) {
                      case CheckResult.Ok ok -> "ok, " + ok.detail();
                      case CheckResult.Warning warning -> "warning, " + told(warning.problem());
                      case CheckResult.Failed failed -> "FAILED, " + told(failed.problem());
                    })
            .toList());
  }

  private String status(String name) throws InterruptedException {
    var status = new ReadStatus(surroundings).run(name);
    var lines = new ArrayList<String>();
    lines.add("host " + status.host().word());
    lines.add("kubelet " + status.kubelet().word());
    lines.add("apiserver " + status.apiServer().word());
    lines.add("kubeconfig " + status.kubeconfig().word());
    lines.add("Kubernetes " + status.kubernetesVersion());
    for (var component : status.components()) {
      lines.add(component.name() + " " + component.state() + " " + component.detail());
    }
    return joined(lines);
  }

  private String node(String name) throws InterruptedException {
    var lines = new ArrayList<String>();
    var all = new LogRequest(Optional.empty(), LINES, false, false, false);
    new ReadLogs(surroundings).run(name, all, lines::add);
    return joined(lines);
  }

  private String commands() {
    return joined(new AuditLog(surroundings.home()).last(COMMANDS));
  }

  /** Of commands, and of clusters that did not come up. */
  private List<Path> failures() {
    var logs = surroundings.home().logs();
    if (!Files.isDirectory(logs)) {
      return List.of();
    }
    try (var files = Files.list(logs)) {
      return files.filter(it -> it.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String lastLines(Path file) throws InterruptedException {
    var lines = new ArrayList<String>();
    FollowedFile.read(file, LINES, false, lines::add);
    return joined(lines);
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
