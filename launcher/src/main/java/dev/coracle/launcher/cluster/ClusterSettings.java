package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person asks of a cluster. Absent: the default of a new cluster, or what an existing one
 * has.
 *
 * @param driver id or alias; absent: the best healthy one
 * @param kubernetesVersion {@code v1.36.3}, {@code 1.36}, {@code stable} or {@code latest}
 * @param extraConfig component → flag → value
 * @param certExpiration how long certificates of the cluster last
 * @param autoSleep how long nobody uses the cluster before it is put to sleep; zero: for ever
 * @param autoPauseInterval how long nobody uses the cluster before the addon auto-pause pauses it,
 *     as Go writes it; enables nothing
 * @param addons to be enabled besides those that are
 */
public record ClusterSettings(
    Optional<String> driver,
    OptionalInt cpus,
    OptionalInt memoryMiB,
    OptionalInt diskMiB,
    Optional<String> kubernetesVersion,
    OptionalInt apiServerPort,
    Optional<List<String>> apiServerNames,
    Optional<List<String>> apiServerIps,
    Optional<String> serviceCidr,
    Optional<String> podCidr,
    Optional<String> dnsDomain,
    Optional<Map<String, Map<String, String>>> extraConfig,
    Optional<Map<String, Boolean>> featureGates,
    Optional<List<String>> insecureRegistries,
    Optional<List<String>> registryMirrors,
    Optional<List<String>> dnsServers,
    Optional<Map<String, String>> environment,
    Optional<Duration> certExpiration,
    Optional<String> hostAddress,
    Optional<Duration> autoSleep,
    Optional<String> autoPauseInterval,
    List<String> addons) {

  /** Nothing asked. */
  public static ClusterSettings none() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects what was asked, one member at a time; not thread-safe. */
  public static final class Builder {
    private Optional<String> driver = Optional.empty();
    private OptionalInt cpus = OptionalInt.empty();
    private OptionalInt memoryMiB = OptionalInt.empty();
    private OptionalInt diskMiB = OptionalInt.empty();
    private Optional<String> kubernetesVersion = Optional.empty();
    private OptionalInt apiServerPort = OptionalInt.empty();
    private Optional<List<String>> apiServerNames = Optional.empty();
    private Optional<List<String>> apiServerIps = Optional.empty();
    private Optional<String> serviceCidr = Optional.empty();
    private Optional<String> podCidr = Optional.empty();
    private Optional<String> dnsDomain = Optional.empty();
    private Optional<Map<String, Map<String, String>>> extraConfig = Optional.empty();
    private Optional<Map<String, Boolean>> featureGates = Optional.empty();
    private Optional<List<String>> insecureRegistries = Optional.empty();
    private Optional<List<String>> registryMirrors = Optional.empty();
    private Optional<List<String>> dnsServers = Optional.empty();
    private Optional<Map<String, String>> environment = Optional.empty();
    private Optional<Duration> certExpiration = Optional.empty();
    private Optional<String> hostAddress = Optional.empty();
    private Optional<Duration> autoSleep = Optional.empty();
    private Optional<String> autoPauseInterval = Optional.empty();
    private List<String> addons = List.of();

    private Builder() {}

    public Builder driver(String value) {
      driver = Optional.of(value);
      return this;
    }

    public Builder cpus(int value) {
      cpus = OptionalInt.of(value);
      return this;
    }

    public Builder memoryMiB(int value) {
      memoryMiB = OptionalInt.of(value);
      return this;
    }

    public Builder diskMiB(int value) {
      diskMiB = OptionalInt.of(value);
      return this;
    }

    public Builder kubernetesVersion(String value) {
      kubernetesVersion = Optional.of(value);
      return this;
    }

    public Builder apiServerPort(int value) {
      apiServerPort = OptionalInt.of(value);
      return this;
    }

    public Builder apiServerNames(List<String> value) {
      apiServerNames = Optional.of(List.copyOf(value));
      return this;
    }

    public Builder apiServerIps(List<String> value) {
      apiServerIps = Optional.of(List.copyOf(value));
      return this;
    }

    public Builder serviceCidr(String value) {
      serviceCidr = Optional.of(value);
      return this;
    }

    public Builder podCidr(String value) {
      podCidr = Optional.of(value);
      return this;
    }

    public Builder dnsDomain(String value) {
      dnsDomain = Optional.of(value);
      return this;
    }

    public Builder extraConfig(Map<String, Map<String, String>> value) {
      extraConfig = Optional.of(Map.copyOf(value));
      return this;
    }

    public Builder featureGates(Map<String, Boolean> value) {
      featureGates = Optional.of(Map.copyOf(value));
      return this;
    }

    public Builder insecureRegistries(List<String> value) {
      insecureRegistries = Optional.of(List.copyOf(value));
      return this;
    }

    public Builder registryMirrors(List<String> value) {
      registryMirrors = Optional.of(List.copyOf(value));
      return this;
    }

    public Builder dnsServers(List<String> value) {
      dnsServers = Optional.of(List.copyOf(value));
      return this;
    }

    public Builder environment(Map<String, String> value) {
      environment = Optional.of(Map.copyOf(value));
      return this;
    }

    public Builder certExpiration(Duration value) {
      certExpiration = Optional.of(value);
      return this;
    }

    /** minikube's --static-ip: an address of 127.0.0.0/8 for the host's side. */
    public Builder hostAddress(String value) {
      hostAddress = Optional.of(value);
      return this;
    }

    public Builder autoSleep(Duration value) {
      autoSleep = Optional.of(value);
      return this;
    }

    public Builder autoPauseInterval(String value) {
      autoPauseInterval = Optional.of(value);
      return this;
    }

    public Builder addons(List<String> names) {
      addons = List.copyOf(names);
      return this;
    }

    public ClusterSettings build() {
      return new ClusterSettings(
          driver,
          cpus,
          memoryMiB,
          diskMiB,
          kubernetesVersion,
          apiServerPort,
          apiServerNames,
          apiServerIps,
          serviceCidr,
          podCidr,
          dnsDomain,
          extraConfig,
          featureGates,
          insecureRegistries,
          registryMirrors,
          dnsServers,
          environment,
          certExpiration,
          hostAddress,
          autoSleep,
          autoPauseInterval,
          addons);
    }
  }
}
