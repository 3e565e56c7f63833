package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenDashboardTest {
  private static final String PODS =
      """
      {"items": [
        {"metadata": {"name": "old", "deletionTimestamp": "2026-01-01T00:00:00Z"}},
        {"metadata": {"name": "new"}}]}
      """;

  private TestBed bed;

  @BeforeEach
  void catalogue(@TempDir Path directory) throws IOException {
    bed = new TestBed(directory);
    bed.objects.answers.put(Dashboard.PODS, JsonObject.parse(PODS.getBytes(UTF_8)));
    var manifests = Files.createDirectories(bed.home.addons().resolve("dashboard/manifests"));
    Files.writeString(manifests.resolveSibling("addon.yaml"), "{description: x}");
    Files.writeString(
        manifests.resolve("all.yaml"), "{apiVersion: v1, kind: Namespace, metadata: {name: d}}");
  }

  private Dashboard open() throws InterruptedException {
    return new OpenDashboard(bed.surroundings()).run("dev", 0, _ -> {});
  }

  @Test
  void addonIsEnabledOnceAndThePodThatStaysIsAsked() throws Exception {
    bed.start("dev");
    try (var dashboard = open()) {
      var address = bed.surroundings().clusters().get("dev").config().hostAddress();
      assertThat(dashboard.invite("/").toString())
          .matches("http://" + address + ":\\d+/login\\?ticket=dev");
      assertThat(dashboard.invite("/c/dev/pods?namespace=a").toString())
          .endsWith("/login?ticket=dev&to=%2Fc%2Fdev%2Fpods%3Fnamespace%3Da");
    }
    assertThat(bed.objects.calls)
        .contains("apply Namespace d", "connect coracle-dashboard/new:8081");
    bed.objects.calls.clear();
    open().close();
    assertThat(bed.objects.calls).isEmpty();
  }

  @Test
  void bytesGoBothWays() throws Exception {
    bed.start("dev");
    try (var dashboard = open()) {
      var address = dashboard.invite("/");
      try (var browser = new Socket(InetAddress.ofLiteral(address.getHost()), address.getPort())) {
        browser.getOutputStream().write("GET /".getBytes(UTF_8));
        assertThat(browser.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("GET /");
      }
    }
    assertThat(bed.objects.calls).contains("connect coracle-dashboard/new:8080");
  }

  @Test
  void withoutAPodBrowserAndCommandAreToldSo() throws Exception {
    bed.start("dev");
    try (var dashboard = open()) {
      var address = dashboard.invite("/");
      bed.objects.answers.clear();
      assertThatThrownBy(() -> dashboard.invite("/"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(LauncherError.DASHBOARD_UNREACHABLE));
      try (var browser = new Socket(InetAddress.ofLiteral(address.getHost()), address.getPort())) {
        assertThat(browser.getInputStream().readAllBytes())
            .asString(UTF_8)
            .startsWith("HTTP/1.1 503 ")
            .contains("has no pod that runs");
      }
    }
  }

  @Test
  void clusterThatDoesNotRunIsAProblem() throws Exception {
    bed.start("dev");
    new StopCluster(bed.surroundings()).run("dev", false, false, _ -> {});
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LauncherError.CLUSTER_NOT_RUNNING));
  }
}
