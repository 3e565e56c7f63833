package dev.coracle.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.addons.AddonCatalog;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.AttendantMeans;
import dev.coracle.launcher.cluster.HostCapacity;
import dev.coracle.launcher.cluster.Surroundings;
import dev.coracle.launcher.driver.Drivers;
import dev.coracle.launcher.guest.SshConnector;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.image.ImageStore;
import dev.coracle.launcher.image.NodeImages;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.testing.FakeVmDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's shell on a host with a hypervisor in memory: runs command lines, keeps what they print.
 */
final class CliHost {
  final FakeVmDriver driver = new FakeVmDriver();
  final Map<String, String> environment = new HashMap<>();
  final Path home;
  final Path kubeconfig;
  final Path program;
  final List<HostCheck> checks = new ArrayList<>();

  /** What a command did. */
  record Result(int exit, String out, String err) {}

  CliHost(Path directory) {
    home = directory.resolve("home");
    program = directory.resolve("coracle");
    kubeconfig = directory.resolve("kubeconfig");
    environment.put("CORACLE_HOME", home.toString());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("HOME", directory.toString());
  }

  /** A cluster that was made earlier, without a machine. */
  CliHost withCluster() throws IOException {
    Rehearsal.prepare(home, kubeconfig, driver.id());
    return this;
  }

  Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit;
    try (var toOut = new PrintStream(out, true, UTF_8);
        var toErr = new PrintStream(err, true, UTF_8)) {
      exit = new Cli(launcher(), environment, toOut, toErr, false).run(arguments);
    }
    return new Result(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Launcher launcher() {
    var files = new Home(home);
    return new Launcher(
        new Surroundings(
            files,
            () -> new Drivers(List.of(driver)),
            () -> new NodeImages(List.of(), new ImageStore(files.images())),
            () -> new AddonCatalog(List.of(files.addons())),
            () -> new Identities(files.ca(), InstantSource.system()),
            () -> Kubeconfig.of(environment, home),
            () -> {
              throw new AssertionError("no node to ask");
            },
            SshConnector::new,
            () -> new HostCapacity(4, 8192),
            _ -> checks,
            environment,
            program,
            new AttendantMeans(program, () -> false),
            InstantSource.system()));
  }
}
