package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.Version;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.HttpsProbe;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.identity.ServingNames;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs what users run most, in an empty home, when the AOT cache is made: what is loaded here comes
 * out of the cache later. There is a cluster's file, but no machine.
 */
final class Rehearsal {
  static final String ADDRESS = "127.0.0.2";

  private static final int API_PORT = 8443;
  private static final int MEMORY_MIB = 128;
  private static final int DISK_MIB = 64;

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: coracle
      """;

  private static final List<List<String>> QUICK =
      List.of(
          List.of("version"),
          List.of("version", "-o", "json"),
          List.of("ip"),
          List.of("profile", "list"),
          List.of("profile", "list", "-o", "json"));

  private static final List<List<String>> ALL =
      List.of(
          List.of("version", "--short"),
          List.of("profile", "list", "--light"),
          List.of("status"),
          List.of("status", "-o", "json"),
          List.of("config", "set", "cpus", "2"),
          List.of("config", "view"),
          List.of("--help"),
          List.of("start", "--help"),
          List.of("start", "--no-such-flag"),
          List.of("start", "--dry-run"),
          List.of("update-context"),
          List.of("kubectl", "version"),
          List.of("pause"));

  private Rehearsal() {}

  /**
   * Does one of four things.
   *
   * @param arguments {@code prepare}: makes the cluster's file and, if this host can, a machine
   *     that boots nothing; {@code node}: answers in the place of that machine, until it is ended;
   *     {@code quick}: only what {@link Shortcut} reads, for a cache of its own, since every class
   *     in a cache costs time whether it is used or not; {@code cli}: everything else, and removes
   *     the machine
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    var home = Path.of(System.getenv("CORACLE_HOME"));
    switch (arguments[0]) {
      case "prepare" -> {
        prepare(home, Path.of(System.getenv("KUBECONFIG")), "qemu");
        identity(home);
        startMachine(home);
      }
      case "node" ->
          RehearsedNode.serve(identity(home), ADDRESS, API_PORT, ClusterConfig.STATUS_PORT);
      case "quick" -> run(QUICK);
      default -> {
        run(ALL);
        sleepAndWake(home);
        run(List.of(List.of("delete")));
      }
    }
  }

  private static void run(List<List<String>> commands) {
    for (var command : commands) {
      Main.run(command.toArray(new String[0]));
    }
  }

  private static ClusterIdentity identity(Path home) {
    var files = new Home(home);
    return new Identities(files.ca(), InstantSource.system())
        .ensure(
            files.cluster(Cli.DEFAULT_PROFILE).pki(),
            new ServingNames(
                "coracle", "cluster.local", "10.96.0.0/16", ADDRESS, List.of(), List.of()),
            Duration.ofDays(365));
  }

  /** What stop and start of a cluster cost most of their time for. */
  private static void sleepAndWake(Path home) throws InterruptedException {
    try {
      var launcher = new Launcher(System.getenv());
      var vm = launcher.drivers().named("qemu").find(Cli.DEFAULT_PROFILE);
      if (vm.isPresent()) {
        vm.get().suspend();
        vm.get().start();
      }
      var identity = identity(home).files();
      var config = launcher.readClusterConfig().run(Cli.DEFAULT_PROFILE);
      if (!new HttpsProbe().isReady(config, identity, Duration.ofSeconds(10))) {
        System.err.println("Rehearsing without a node that answers");
      }
    } catch (ProblemException e) {
      System.err.println("Rehearsing without a machine that sleeps: " + e.getMessage());
    }
  }

  private static void startMachine(Path home) throws IOException, InterruptedException {
    var disc = Files.write(home.resolve("empty.iso"), new byte[1 << 20]);
    var spec =
        new VmSpec(
            Cli.DEFAULT_PROFILE,
            home.resolve("vms").resolve(Cli.DEFAULT_PROFILE),
            1,
            MEMORY_MIB,
            DISK_MIB,
            disc,
            Optional.empty(),
            disc,
            List.of(),
            List.of());
    try {
      new Launcher(System.getenv()).drivers().named("qemu").create(spec).start();
    } catch (ProblemException e) {
      System.err.println("Rehearsing without a machine: " + e.getMessage());
    }
  }

  static void prepare(Path home, Path kubeconfig, String driver) throws IOException {
    var cluster = Files.createDirectories(home.resolve("clusters").resolve("coracle"));
    Files.writeString(
        cluster.resolve("cluster.json"),
        """
        {"version": 1, "stage": "established", "created": "2026-01-01T00:00:00Z", "image": "", "embedCerts": false,
         "config": {"name": "coracle", "driver": "%s", "cpus": 2, "memoryMiB": 2048, "diskMiB": 20000,
         "kubernetesVersion": "%s", "hostAddress": "%s", "apiServerPort": %s, "serviceCIDR": "10.96.0.0/16",
         "podCIDR": "10.244.0.0/16", "dnsDomain": "cluster.local", "certExpiration": "PT8760H"}}
        """
            .formatted(driver, Version.KUBERNETES, ADDRESS, API_PORT));
    Files.writeString(kubeconfig, KUBECONFIG);
  }
}
