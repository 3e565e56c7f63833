package dev.coracle.launcher.cluster;

import dev.coracle.addons.AddonCatalog;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.DeleteCluster.Fate;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.driver.Drivers;
import dev.coracle.launcher.guest.SshConnector;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.image.ImageStore;
import dev.coracle.launcher.image.NodeImages;
import dev.coracle.launcher.image.TestImages;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.NodeStatus;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.readiness.Requirement;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeConsole;
import dev.coracle.vm.testing.FakeVmDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A host with a hypervisor in memory, a node image of a few bytes, and a home on disk. */
public final class TestBed {
  public final FakeVmDriver driver = new FakeVmDriver();
  public final Home home;
  final Path images;
  final Path kubeconfig;
  final Path program;
  final Path attendant;

  /** Whether the host tells when it is about to go down. */
  volatile boolean hostTells;

  /** Where a host was last asked whether it can listen. */
  volatile List<InetSocketAddress> checked = List.of();

  /** Clusters whose node was a template's, in order. */
  final List<String> adopted = new CopyOnWriteArrayList<>();

  /** Why a node refuses to be adopted. */
  volatile @Nullable Problem refusal;

  volatile InstantSource clock = InstantSource.system();

  public TestBed(Path directory) throws IOException {
    home = new Home(directory.resolve("home"));
    images = Files.createDirectories(directory.resolve("images"));
    program = directory.resolve("coracle");
    attendant = directory.resolve("attendant");
    kubeconfig = directory.resolve("kube").resolve("config");
    TestImages.write(images, "v1.36.3", "iso");
    driver.setBoot(TestBed::becomeReady);
    driver.setCapabilities(Set.of(Capability.PORT_FORWARD, Capability.SUSPEND, Capability.PAUSE));
  }

  /** As a command of its own sees it: nothing is shared but disk and hypervisor. */
  public Surroundings surroundings() {
    var environment = Map.of("KUBECONFIG", kubeconfig.toString());
    return new Surroundings(
        home,
        () -> new Drivers(List.of(driver)),
        () -> new NodeImages(List.of(images), new ImageStore(home.images())),
        () -> new AddonCatalog(List.of(home.addons())),
        () -> new Identities(home.ca(), InstantSource.system()),
        () -> Kubeconfig.of(environment, home.directory()),
        this::probe,
        SshConnector::new,
        () -> new HostCapacity(4, 8192),
        host -> {
          checked = host.endpoints();
          return List.of();
        },
        environment,
        program,
        new AttendantMeans(attendant, () -> hostTells),
        clock);
  }

  public StartResult start(String name) throws InterruptedException {
    return start(StartRequest.of(name));
  }

  StartResult start(StartRequest request) throws InterruptedException {
    return new StartCluster(surroundings()).run(request, _ -> {});
  }

  public void stop(String name) throws InterruptedException {
    new StopCluster(surroundings()).run(name, false, true, _ -> {});
  }

  /** The pod of every cluster's dashboard runs from now on. */
  public void runDashboardPod() {
    var pods = "{\"items\": [{\"metadata\": {\"name\": \"dashboard\"}}]}";
    objects.answers.put(Dashboard.PODS, JsonObject.parse(pods.getBytes(StandardCharsets.UTF_8)));
  }

  public boolean delete(String name) throws InterruptedException {
    return delete(name, false);
  }

  boolean delete(String name, boolean forGood) throws InterruptedException {
    return new DeleteCluster(surroundings())
        .run(name, new Fate(forGood, Undo.DEFAULT_SPACE_MIB), _ -> {});
  }

  List<String> deleteAll(boolean forGood) throws InterruptedException {
    return new DeleteCluster(surroundings())
        .all(new Fate(forGood, Undo.DEFAULT_SPACE_MIB), _ -> {});
  }

  Optional<String> currentContext() {
    return surroundings().kubeconfig().get().currentContext();
  }

  static void becomeReady(FakeConsole console) {
    double seconds = 1;
    for (var requirement : Requirement.ALL) {
      console.phase(seconds++, requirement.phase());
    }
  }

  /** What the API server of every cluster holds. */
  public final FakeObjects objects = new FakeObjects();

  /** The node answers while its VM runs. */
  private ClusterProbe probe() {
    return new ClusterProbe() {
      @Override
      public Optional<NodeStatus> status(
          ClusterConfig config, IdentityFiles identity, Duration timeout)
          throws InterruptedException {
        return apiReady(config, identity, timeout)
            ? Optional.of(
                new NodeStatus(
                    1,
                    config.kubernetesVersion(),
                    true,
                    Instant.EPOCH,
                    20,
                    List.of(component("apiserver"), component("kubelet"))))
            : Optional.empty();
      }

      @Override
      public boolean apiReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
          throws InterruptedException {
        var vm = at(config.hostAddress());
        return vm.isPresent()
            && vm.get().state() == VmState.RUNNING
            && (adopted.contains(config.name())
                || read(vm.get().spec().consoleLog()).contains("\"ready\""));
      }

      private Optional<Vm> at(String address) throws InterruptedException {
        return driver.list().stream()
            .filter(vm -> !vm.spec().name().matches("_(trash|export)-.*"))
            .filter(vm -> vm.spec().forwards().getFirst().host().getHostString().equals(address))
            .findFirst();
      }

      @Override
      public ClusterObjects objects(ClusterConfig config, IdentityFiles identity) {
        return objects;
      }

      @Override
      public Adopter adopter(ClusterConfig template, IdentityFiles identity) {
        return new Adopter() {
          @Override
          public Map<String, Duration> adopt(
              ClusterConfig cluster, NodeSettings settings, Duration timeout) {
            if (refusal != null) {
              throw new ProblemException(refusal);
            }
            adopted.add(settings.cluster());
            return Map.of("clients", Duration.ofMillis(20));
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  private static NodeStatus.Component component(String name) {
    return new NodeStatus.Component(name, new NodeStatus.State.Ready(1, 2), 0);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
