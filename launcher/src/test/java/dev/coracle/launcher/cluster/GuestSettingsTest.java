package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.identity.Identities;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestSettingsTest {
  @Test
  void lifeOfCertificatesIsToldToTheMinute(@TempDir Path directory) {
    var settings = ClusterSettings.builder().certExpiration(Duration.ofMinutes(90)).build();
    var config =
        ConfigChange.create(
            "one", settings, "fake", "v1.36.3", "127.1.2.3", new HostCapacity(4, 8192));
    var identity =
        new Identities(directory.resolve("ca"), InstantSource.system())
            .ensure(directory.resolve("pki"), GuestSettings.names(config), config.certExpiration());
    assertThat(GuestSettings.of(config, identity, Map.of()).certExpiration()).isEqualTo("1h30m0s");
  }
}
