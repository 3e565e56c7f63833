package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.Version;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs what users run most, in an empty home, when the AOT cache is made: what is loaded here comes
 * out of the cache later. There is a cluster's file, but no machine.
 */
final class Rehearsal {
  static final String ADDRESS = "127.0.0.2";

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
          List.of("delete"));

  private Rehearsal() {}

  /**
   * Does one of three things.
   *
   * @param arguments {@code prepare}: makes the cluster's file and, if this host can, a machine
   *     that boots nothing; {@code quick}: only what {@link Shortcut} reads, for a cache of its
   *     own, since every class in a cache costs time whether it is used or not; {@code cli}:
   *     everything else, and removes the machine
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var home = Path.of(System.getenv("CORACLE_HOME"));
    if (arguments[0].equals("prepare")) {
      prepare(home, Path.of(System.getenv("KUBECONFIG")), "qemu");
      startMachine(home);
      return;
    }
    for (var command : arguments[0].equals("quick") ? QUICK : ALL) {
      Main.run(command.toArray(new String[0]));
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
         "kubernetesVersion": "%s", "hostAddress": "%s", "apiServerPort": 8443, "serviceCIDR": "10.96.0.0/16",
         "podCIDR": "10.244.0.0/16", "dnsDomain": "cluster.local", "certExpiration": "PT8760H"}}
        """
            .formatted(driver, Version.KUBERNETES, ADDRESS));
    Files.writeString(kubeconfig, KUBECONFIG);
  }
}
