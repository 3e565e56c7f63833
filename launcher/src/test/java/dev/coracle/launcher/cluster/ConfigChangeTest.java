package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigChangeTest {
  private static final HostCapacity HOST = new HostCapacity(4, 8192);

  @Test
  void newClusterHasMinikubesDefaults() {
    var config = create(builder -> builder);
    assertThat(config.cpus()).isEqualTo(2);
    assertThat(config.memoryMiB()).isEqualTo(2048);
    assertThat(config.diskMiB()).isEqualTo(20_000);
    assertThat(config.apiServerPort()).isEqualTo(8443);
    assertThat(config.serviceCidr()).isEqualTo("10.96.0.0/16");
    assertThat(config.server()).hasToString("https://127.1.2.3:8443");
  }

  @Test
  void nothingAskedChangesNothing() {
    var change = change(builder -> builder);
    assertThat(change.config()).isEqualTo(create(builder -> builder));
    assertThat(change.changes()).isEmpty();
  }

  @Test
  void whatCanChangeDoes() {
    var change =
        change(builder ->
            builder
                .cpus(3)
                .diskMiB(30_000)
                .extraConfig(Map.of("kubelet", Map.of("max-pods", "200"))));
    assertThat(change.config().cpus()).isEqualTo(3);
    assertThat(change.config().diskMiB()).isEqualTo(30_000);
    assertThat(change.changes())
        .containsExactly(
            "cpus: 2 → 3",
            "disk-size: 20000 MiB → 30000 MiB",
            "extra-config: {} → {kubelet={max-pods=200}}");
  }

  static Stream<UnaryOperator<ClusterSettings.Builder>> refused() {
    return Stream.of(
        builder -> builder.diskMiB(10_000),
        builder -> builder.serviceCidr("10.97.0.0/16"),
        builder -> builder.podCidr("10.245.0.0/16"),
        builder -> builder.dnsDomain("other.local"),
        builder -> builder.hostAddress("127.9.9.9"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotChangeIsRefused(UnaryOperator<ClusterSettings.Builder> asked) {
    assertThatThrownBy(() -> change(asked)).hasMessageStartingWith("CLUSTER_CHANGE_REFUSED");
  }

  @Test
  void driverAndVersionCannotChange() {
    var was = create(builder -> builder);
    assertThatThrownBy(() ->
            ConfigChange.of(was, ClusterSettings.none(), Optional.of("other"), Optional.empty()))
        .hasMessageContaining("--driver of an existing cluster cannot change from fake to other");
    assertThatThrownBy(() ->
            ConfigChange.of(was, ClusterSettings.none(), Optional.empty(), Optional.of("v1.37.0")))
        .hasMessageContaining("--kubernetes-version");
    assertThat(
            ConfigChange.of(
                    was, ClusterSettings.none(), Optional.of("fake"), Optional.of("v1.36.3"))
                .changes())
        .isEmpty();
  }

  static Stream<UnaryOperator<ClusterSettings.Builder>> invalid() {
    return Stream.of(
        builder -> builder.memoryMiB(1799),
        builder -> builder.memoryMiB(8193),
        builder -> builder.cpus(0),
        builder -> builder.cpus(5),
        builder -> builder.diskMiB(1),
        builder -> builder.apiServerPort(0),
        builder -> builder.apiServerPort(65_536),
        builder -> builder.apiServerPort(2222),
        builder -> builder.serviceCidr("10.96.0.0"),
        builder -> builder.podCidr("300.0.0.0/8"),
        builder -> builder.dnsDomain("Cluster Local"),
        builder -> builder.apiServerIps(List.of("example.org")),
        builder -> builder.hostAddress("192.168.1.2"),
        builder -> builder.certExpiration(Duration.ofMinutes(9)),
        builder -> builder.extraConfig(Map.of("docker", Map.of("a", "b"))));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void valuesThatCannotBeAreRefused(UnaryOperator<ClusterSettings.Builder> asked) {
    assertThatThrownBy(() -> HOST.checked(create(asked)))
        .hasMessageStartingWith("CLUSTER_VALUE_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "../x", "a/b", "ä"})
  void namesThatAreNoDnsLabelsAreRefused(String name) {
    assertThatThrownBy(() -> ClusterName.checked(name))
        .hasMessageStartingWith("CLUSTER_NAME_INVALID");
  }

  private static ConfigChange change(UnaryOperator<ClusterSettings.Builder> asked) {
    return ConfigChange.of(
        create(builder -> builder), settings(asked), Optional.empty(), Optional.empty());
  }

  private static ClusterConfig create(UnaryOperator<ClusterSettings.Builder> asked) {
    var settings = settings(asked);
    return ConfigChange.create(
        "one", settings, "fake", "v1.36.3", settings.hostAddress().orElse("127.1.2.3"), HOST);
  }

  private static ClusterSettings settings(UnaryOperator<ClusterSettings.Builder> asked) {
    return asked.apply(ClusterSettings.builder()).build();
  }
}
