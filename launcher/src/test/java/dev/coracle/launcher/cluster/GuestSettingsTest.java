package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.Identities;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestSettingsTest {
  @TempDir private Path directory;

  @Test
  void lifeOfCertificatesIsToldToTheMinute() {
    assertThat(of(asked -> asked.certExpiration(Duration.ofMinutes(90)), Map.of()).certExpiration())
        .isEqualTo("1h30m0s");
  }

  @Test
  void proxyOfTheClusterGoesBeforeTheHostsAndNotBetweenItsOwnParts() {
    var environment =
        of(
                asked -> asked.environment(Map.of("HTTPS_PROXY", "http://proxy:1", "A", "b")),
                Map.of("HTTPS_PROXY", "http://other:2"))
            .environment();
    assertThat(environment).containsEntry("HTTPS_PROXY", "http://proxy:1").containsEntry("A", "b");
    assertThat(environment.get("NO_PROXY")).contains("192.168.127.0/24", "10.96.0.0/16", ".svc");
  }

  @Test
  void otherEnvironmentLeavesTheHostsProxies() {
    var proxies = Map.of("HTTPS_PROXY", "http://other:2", "NO_PROXY", "x");
    assertThat(of(asked -> asked.environment(Map.of("A", "b")), proxies).environment())
        .containsAllEntriesOf(proxies)
        .containsEntry("A", "b");
  }

  private NodeSettings of(
      UnaryOperator<ClusterSettings.Builder> asked, Map<String, String> proxies) {
    var settings = asked.apply(ClusterSettings.builder()).build();
    var config =
        ConfigChange.create(
            "one", settings, "fake", "v1.36.3", "127.1.2.3", new HostCapacity(4, 8192));
    var identity =
        new Identities(directory.resolve("ca"), InstantSource.system())
            .ensure(directory.resolve("pki"), GuestSettings.names(config), config.certExpiration());
    return GuestSettings.of(config, identity, proxies);
  }
}
