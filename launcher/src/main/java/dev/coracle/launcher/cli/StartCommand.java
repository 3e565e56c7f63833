package dev.coracle.launcher.cli;

import dev.coracle.launcher.Version;
import dev.coracle.launcher.cluster.ClusterSettings;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.StartRequest.Mode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class StartCommand extends Command {
  private final Flag<String> driver =
      text("NAME", "Which hypervisor to use (default: the best that works)", "-d", "--driver");
  private final Flag<String> cpus = text("N|max", "Virtual CPUs (default 2)", "--cpus");
  private final Flag<Integer> memory =
      option(
          Integer.class,
          StartCommand::memory,
          "SIZE",
          "Memory, as in 4096m or 4g (default a quarter of this computer's, 2g to 6g)",
          "-m",
          "--memory");
  private final Flag<Integer> diskSize =
      option(
          Integer.class,
          Values::mebibytes,
          "SIZE",
          "Size of the data disk, which takes space only as it fills (default 20000m)",
          "--disk-size");
  private final Flag<String> kubernetesVersion =
      text(
          "VERSION",
          "v1.36.3, 1.36, stable or latest (default " + Version.KUBERNETES + ")",
          "--kubernetes-version");
  private final Flag<Integer> apiServerPort =
      number("PORT", "Port of the API server (default 8443)", "--apiserver-port");
  private final ListFlag apiServerNames =
      words("NAME", "Further names for the API server's certificate", "--apiserver-names");
  private final ListFlag apiServerIps =
      words("IP", "Further addresses for the API server's certificate", "--apiserver-ips");
  private final Flag<String> serviceCidr =
      text("CIDR", "Addresses of services (default 10.96.0.0/16)", "--service-cluster-ip-range");
  private final Flag<String> dnsDomain =
      text("DOMAIN", "DNS domain of the cluster (default cluster.local)", "--dns-domain");
  private final ListFlag extraConfig =
      repeated(
          "COMPONENT.FLAG=VALUE",
          "A flag of apiserver, controller-manager, scheduler, kubelet, proxy or etcd",
          "--extra-config");
  private final ListFlag featureGates =
      words("NAME=BOOL", "Feature gates of Kubernetes", "--feature-gates");
  private final ListFlag insecureRegistries =
      words("HOST", "Registries to use without TLS", "--insecure-registry");
  private final ListFlag registryMirrors =
      words("URL", "Mirrors of Docker Hub", "--registry-mirror");
  private final ListFlag dnsServers =
      words("IP", "DNS servers of the node (default: the host's)", "--dns-servers");
  private final Flag<String> staticIp =
      text("IP", "Address of the cluster on this computer, of 127.0.0.0/8", "--static-ip");
  private final ListFlag environment =
      repeated("NAME=VALUE", "Environment of the container runtime", "--docker-env");
  private final ListFlag addons =
      words("ADDON", "Addons to enable, see 'coracle addons list'", "--addons");
  private final Flag<Duration> certExpiration =
      option(
          Duration.class,
          Values::duration,
          "DURATION",
          "How long certificates last (default 8760h)",
          "--cert-expiration");
  private final Flag<Duration> autoSleep =
      option(
          Duration.class,
          Values::duration,
          "DURATION",
          "Put the cluster to sleep when nobody was connected to it for this time, as in 30m;"
              + " a connection to its API wakes it (default 0s, never)",
          "--auto-sleep");
  private final Flag<String> autoPauseInterval =
      text(
          "DURATION",
          "How long nobody was connected to the cluster before the addon auto-pause pauses it"
              + " (default 1m)",
          "--auto-pause-interval");
  private final Flag<Boolean> embedCerts =
      toggle("Put certificates into the kubeconfig itself", "--embed-certs");
  private final Flag<Boolean> keepContext =
      toggle("Leave kubectl's current context as it is", "--keep-context");
  private final Flag<String> namespace =
      text("NAME", "Namespace of the kubectl context (default default)", "--namespace");
  private final Flag<Duration> waitTimeout =
      option(
          Duration.class,
          Values::duration,
          "DURATION",
          "How long to wait for the cluster (default 6m)",
          "--wait-timeout");
  private final Flag<Boolean> noTemplate =
      toggle("Boot a new cluster instead of waking a copy of one that sleeps", "--no-template");
  private final Flag<Integer> templateSpace =
      option(
          Integer.class,
          Values::mebibytes,
          "SIZE",
          "What all templates together may take on disk (default 4g)",
          "--template-space");
  private final Flag<Boolean> dryRun =
      toggle("Check and decide everything, change nothing", "--dry-run");
  private final Flag<Boolean> downloadOnly =
      toggle("Only fetch and verify the node image", "--download-only");
  private final Flag<Boolean> keepOnFailure =
      toggle("Leave a new cluster that did not come up, for a look at it", "--keep-on-failure");
  private final Flag<Boolean> force = toggle("Go on after failed host checks", "--force");
  private final Flag<Boolean> timings = toggle("Print what each phase took", "--timings");
  private final Flag<String> output = output("text", "json");

  StartCommand() {
    super("start", "Start the cluster: create it, boot it, wake it, whatever it needs");
    // What can be set for all commands is a flag of this one.
    undoSpace();
  }

  @Override
  int run(Session session) throws InterruptedException {
    return Timings.tell(
        session,
        output,
        timings,
        events -> session.launcher().startCluster().run(request(session.profile()), events));
  }

  private StartRequest request(String name) {
    return new StartRequest(
        name,
        settings(),
        namespace.value(),
        keepContext.or(false),
        embedCerts.or(false),
        keepOnFailure.or(false),
        force.or(false),
        dryRun.or(false) ? Mode.DRY_RUN : downloadOnly.or(false) ? Mode.IMAGE_ONLY : Mode.START,
        waitTimeout.value(),
        noTemplate.or(false) ? 0 : templateSpace.or(StartRequest.DEFAULT_TEMPLATE_SPACE_MIB));
  }

  private ClusterSettings settings() {
    var settings = ClusterSettings.builder();
    driver.value().filter(name -> !name.equals("auto")).ifPresent(settings::driver);
    cpus.value().ifPresent(text -> settings.cpus(cpus(text)));
    memory.value().ifPresent(settings::memoryMiB);
    diskSize.value().ifPresent(settings::diskMiB);
    kubernetesVersion.value().ifPresent(settings::kubernetesVersion);
    apiServerPort.value().ifPresent(settings::apiServerPort);
    apiServerNames.value().ifPresent(settings::apiServerNames);
    apiServerIps.value().ifPresent(settings::apiServerIps);
    serviceCidr.value().ifPresent(settings::serviceCidr);
    dnsDomain.value().ifPresent(settings::dnsDomain);
    extraConfig.value().ifPresent(values -> settings.extraConfig(components(values)));
    featureGates.value().ifPresent(values -> settings.featureGates(gates(values)));
    insecureRegistries.value().ifPresent(settings::insecureRegistries);
    registryMirrors.value().ifPresent(settings::registryMirrors);
    dnsServers.value().ifPresent(settings::dnsServers);
    environment.value().ifPresent(values -> settings.environment(Pairs.of(values, "--docker-env")));
    certExpiration.value().ifPresent(settings::certExpiration);
    staticIp.value().ifPresent(settings::hostAddress);
    autoSleep.value().ifPresent(settings::autoSleep);
    autoPauseInterval.value().ifPresent(settings::autoPauseInterval);
    addons.value().ifPresent(settings::addons);
    return settings.build();
  }

  private static int cpus(String text) {
    return text.equals("max") ? Runtime.getRuntime().availableProcessors() : Values.number(text);
  }

  private static int memory(String text) {
    return Values.mebibytes(text);
  }

  private static Map<String, Map<String, String>> components(List<String> values) {
    var components = new LinkedHashMap<String, Map<String, String>>();
    Pairs.of(values, "--extra-config")
        .forEach((key, value) -> {
          int dot = key.indexOf('.');
          if (dot <= 0) {
            throw Pairs.invalid("--extra-config", key, "COMPONENT.FLAG=VALUE");
          }
          components
              .computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<>())
              .put(key.substring(dot + 1), value);
        });
    return components;
  }

  private static Map<String, Boolean> gates(List<String> values) {
    var gates = new LinkedHashMap<String, Boolean>();
    Pairs.of(values, "--feature-gates")
        .forEach((name, value) -> {
          switch (value) {
            case "true" -> gates.put(name, true);
            case "false" -> gates.put(name, false);
            default ->
                throw Pairs.invalid("--feature-gates", name + "=" + value, "NAME=true|false");
          }
        });
    return gates;
  }
}
