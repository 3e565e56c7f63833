package dev.coracle.launcher.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostChecksTest {
  @TempDir Path home;

  @Test
  void driverSpeaksForItself() throws Exception {
    var slow = new Problem(VmError.HOST_VIRTUALIZATION_UNAVAILABLE, "no KVM");
    var old = new Problem(VmError.DRIVER_TOO_OLD, "QEMU 7");
    assertThat(check(new Health.Ready("10.0.2"))).isEqualTo(new CheckResult.Ok("fake 10.0.2"));
    assertThat(check(new Health.Degraded("10.0.2", List.of(slow))))
        .isEqualTo(new CheckResult.Warning(slow));
    assertThat(check(new Health.Unusable(List.of(old, slow))))
        .isEqualTo(new CheckResult.Failed(new Problem(VmError.DRIVER_TOO_OLD, "QEMU 7; no KVM")));
  }

  private static CheckResult check(Health health) throws InterruptedException {
    return HostChecks.driver(new Driver(health)).check().run();
  }

  private record Driver(Health health) implements VmDriver {
    @Override
    public String id() {
      return "fake";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Vm create(VmSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Vm> find(String name) {
      return Optional.empty();
    }

    @Override
    public List<Vm> list() {
      return List.of();
    }
  }

  @Test
  void allChecksOfAHostCanBeRun() throws Exception {
    var endpoint = new InetSocketAddress(InetAddress.ofLiteral("127.45.6.8"), 2222);
    var host =
        new HostChecks.Host(
            home,
            new Driver(new Health.Ready("1")),
            1,
            1,
            List.of(endpoint),
            home.resolve("config"),
            Map.of());
    assertThat(Preflight.run(HostChecks.of(host)))
        .extracting(finding -> finding.check().id())
        .containsExactly(
            "driver",
            "memory",
            "disk-space",
            "home",
            "kubeconfig",
            "address",
            "port-2222",
            "clock",
            "proxy");
  }

  @Test
  void memoryIsComparedWithWhatTheHostHas() {
    assertThat(Resources.memory(2048, 8192, Optional.of(4096L))).isInstanceOf(CheckResult.Ok.class);
    assertThat(Resources.memory(2048, 8192, Optional.empty())).isInstanceOf(CheckResult.Ok.class);
    assertWarned(Resources.memory(6000, 8192, Optional.of(4096L)), LauncherError.HOST_MEMORY_LOW);
    assertFailed(
        Resources.memory(9000, 8192, Optional.of(4096L)),
        LauncherError.HOST_MEMORY_LOW,
        "9000",
        "8192");
  }

  @Test
  void diskMustHoldACluster() {
    assertThat(Resources.disk(home, 20000, 30000)).isInstanceOf(CheckResult.Ok.class);
    assertWarned(Resources.disk(home, 20000, 10000), LauncherError.HOST_DISK_LOW);
    assertFailed(Resources.disk(home, 20000, 1000), LauncherError.HOST_DISK_LOW, "1000");
  }

  @Test
  void realHostIsMeasured() throws Exception {
    assertThat(Resources.memory(1).check().run()).isInstanceOf(CheckResult.Ok.class);
    assertThat(Resources.disk(home.resolve("not/yet"), 1).check().run())
        .isNotInstanceOf(CheckResult.Warning.class);
  }

  @Test
  void heldPortIsFound() throws Exception {
    InetSocketAddress endpoint;
    try (var held = new ServerSocket(0, 1, InetAddress.ofLiteral("127.45.6.7"))) {
      endpoint = new InetSocketAddress(held.getInetAddress(), held.getLocalPort());
      assertFailed(
          Endpoints.port(endpoint).check().run(),
          LauncherError.HOST_PORT_IN_USE,
          "127.45.6.7:" + held.getLocalPort());
    }
    assertThat(Endpoints.port(endpoint).check().run()).isInstanceOf(CheckResult.Ok.class);
  }

  @Test
  void addressThatIsNotOursIsFoundOnce() throws Exception {
    var endpoints =
        List.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 2));
    var findings = Preflight.run(Endpoints.checks(endpoints));
    assertThat(findings)
        .extracting(finding -> finding.check().id())
        .containsExactly("address", "port-1", "port-2");
    assertFailed(findings.get(0).result(), LauncherError.HOST_ADDRESS_UNUSABLE, "192.0.2.1");
    assertThat(findings.get(1).result()).isInstanceOf(CheckResult.Ok.class);
  }

  @Test
  void homeMustBeADirectoryOrBecomeOne() throws Exception {
    assertThat(WritableFiles.home(home.resolve("a/b")).check().run())
        .isInstanceOf(CheckResult.Ok.class);
    var file = Files.createFile(home.resolve("file"));
    assertFailed(
        WritableFiles.home(file).check().run(),
        LauncherError.HOST_HOME_NOT_WRITABLE,
        file.toString());
    assertFailed(
        WritableFiles.home(Path.of("/proc/coracle")).check().run(),
        LauncherError.HOST_HOME_NOT_WRITABLE,
        "/proc");
  }

  @Test
  void kubeconfigMustBeReadableYamlInAWritablePlace() throws Exception {
    var file = home.resolve("kube/config");
    assertThat(WritableFiles.kubeconfig(file).check().run()).isInstanceOf(CheckResult.Ok.class);
    Files.createDirectories(home.resolve("kube"));
    Files.writeString(file, "clusters: [");
    assertFailed(
        WritableFiles.kubeconfig(file).check().run(),
        LauncherError.KUBECONFIG_INVALID,
        file.toString());
    assertFailed(
        WritableFiles.kubeconfig(Path.of("/proc/x/config")).check().run(),
        LauncherError.KUBECONFIG_NOT_WRITABLE,
        "/proc");
  }

  @Test
  void ownFileIsMadeWritableAndAnothersNeedsRights() throws Exception {
    var file = Files.createFile(home.resolve("config"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    if (WritableFiles.access(file, true) instanceof Fix.Action action) {
      action.action().run();
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(WritableFiles.access(file, false))
        .isEqualTo(
            new Fix.CommandLine(
                "Makes it yours again.", "sudo chown --recursive \"$USER\" '" + file + "'"));
  }

  @Test
  void clockBeforeWhatHasBeenIsWrong() throws Exception {
    var now = Instant.now();
    assertThat(Clock.check(home, InstantSource.fixed(now)).check().run())
        .isInstanceOf(CheckResult.Ok.class);
    assertWarned(
        Clock.check(home, InstantSource.fixed(Instant.EPOCH)).check().run(),
        LauncherError.HOST_CLOCK_WRONG);
    var written = Files.createFile(home.resolve("cluster"));
    Files.setLastModifiedTime(written, FileTime.from(now.plus(Duration.ofDays(1))));
    assertWarned(
        Clock.check(home, InstantSource.fixed(now)).check().run(), LauncherError.HOST_CLOCK_WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/8", "127.7.8.90", "x/8", "127.0.0.0/x"})
  void proxyThatWouldBeAskedForTheClusterIsTold(String noProxy) throws Exception {
    var check =
        ProxySettings.check(
            InetAddress.ofLiteral("127.7.8.9"),
            Map.of("https_proxy", "http://user:secret@proxy:3128", "NO_PROXY", noProxy));
    var result = check.check().run();
    assertWarned(result, LauncherError.HOST_PROXY_MISSES_CLUSTER);
    assertThat(result.toString()).doesNotContain("secret");
    assertThat(check.fix().orElseThrow())
        .isInstanceOfSatisfying(
            Fix.CommandLine.class,
            fix ->
                assertThat(fix.line())
                    .isEqualTo(
                        "export NO_PROXY="
                            + (noProxy.isEmpty() ? "" : noProxy + ",")
                            + "127.7.8.9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "localhost, 127.7.8.9", "127.0.0.0/8"})
  void proxyThatLeavesTheClusterAloneIsFine(String noProxy) throws Exception {
    var environment = Map.of("HTTP_PROXY", "http://proxy:3128", "no_proxy", noProxy);
    assertThat(ProxySettings.check(InetAddress.ofLiteral("127.7.8.9"), environment).check().run())
        .isInstanceOf(CheckResult.Ok.class);
  }

  @Test
  void checksRunSideBySideAndKeepTheirOrder() throws Exception {
    var both = new CountDownLatch(2);
    HostCheck.Check meeting =
        () -> {
          both.countDown();
          both.await();
          return new CheckResult.Ok("met");
        };
    var checks =
        List.of(
            new HostCheck("a", "a", meeting, Optional.empty()),
            new HostCheck("b", "b", meeting, Optional.empty()));
    assertThat(Preflight.run(checks))
        .extracting(finding -> finding.check().id())
        .containsExactly("a", "b");
  }

  private static void assertWarned(CheckResult result, LauncherError code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            CheckResult.Warning.class,
            warning -> assertThat(warning.problem().code()).isEqualTo(code));
  }

  private static void assertFailed(CheckResult result, LauncherError code, String... details) {
    assertThat(result).isInstanceOf(CheckResult.Failed.class);
    Problem problem = ((CheckResult.Failed) result).problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail()).contains(details);
  }
}
