package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.driver.DriverChoice;
import dev.coracle.launcher.image.NodeImage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what a start is going to do; changes nothing. */
final class Planner {
  private final Surroundings surroundings;
  private final ClusterAddons addons;

  Planner(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.addons = new ClusterAddons(surroundings);
  }

  /**
   * @param existing the cluster, if it can go on
   */
  Plan plan(StartRequest request, Optional<ClusterRecord> existing, Report report)
      throws InterruptedException {
    try (var work = new SideBySide(report)) {
      var image = work.start("find the node image", () -> image(request.settings(), existing));
      var driver = work.start("choose the driver", () -> driver(request.settings(), existing));
      var capacity = work.start("measure the host", surroundings.capacity()::get);
      work.start("read the kubeconfig", () -> surroundings.kubeconfig().get().currentContext());
      work.await();
      return existing.isPresent()
          ? change(request, existing.get(), image.get(), driver.get(), capacity.get())
          : create(request, image.get(), driver.get(), capacity.get());
    }
  }

  private Plan create(
      StartRequest request, NodeImage image, DriverChoice driver, HostCapacity capacity) {
    var asked = request.settings();
    var draft =
        capacity.checked(
            ConfigChange.create(
                request.name(),
                asked,
                driver.driver().id(),
                image.kubernetesVersion(),
                asked.hostAddress().orElse("127.0.0.1"),
                capacity));
    var config =
        asked.hostAddress().isPresent() ? draft : draft.at(freeAddress(draft.name(), draft));
    return new Plan(
        new ClusterRecord(
            Stage.CREATING,
            config,
            image.digest(),
            surroundings.clock().instant(),
            request.namespace(),
            request.embedCerts(),
            asked.autoSleep().filter(Duration::isPositive),
            addons.asked(Map.of(), asked),
            List.of()),
        image,
        driver,
        List.of());
  }

  private Plan change(
      StartRequest request,
      ClusterRecord was,
      NodeImage image,
      DriverChoice driver,
      HostCapacity capacity) {
    var asked = request.settings();
    var change =
        ConfigChange.of(
            was.config(),
            asked,
            asked.driver().map(_ -> driver.driver().id()),
            asked.kubernetesVersion().map(_ -> image.kubernetesVersion()));
    if (!change.changes().isEmpty()) {
      capacity.checked(change.config());
    }
    return new Plan(
        new ClusterRecord(
            was.stage(),
            change.config(),
            was.image(),
            was.created(),
            request.namespace().or(was::namespace),
            request.embedCerts() || was.embedCerts(),
            asked.autoSleep().or(was::autoSleep).filter(Duration::isPositive),
            addons.asked(was.addons(), asked),
            was.changes()),
        image,
        driver,
        change.changes());
  }

  /**
   * The newest image of the cluster's version, so that it gets fixes at its next boot; the one it
   * has is enough.
   */
  private NodeImage image(ClusterSettings asked, Optional<ClusterRecord> existing) {
    var images = surroundings.images().get();
    if (existing.isEmpty() || asked.kubernetesVersion().isPresent()) {
      return images.resolve(asked.kubernetesVersion().orElse("stable"));
    }
    try {
      return images.resolve(existing.get().config().kubernetesVersion());
    } catch (ProblemException e) {
      return images.imported(existing.get().image()).orElseThrow(() -> e);
    }
  }

  private DriverChoice driver(ClusterSettings asked, Optional<ClusterRecord> existing)
      throws InterruptedException {
    var drivers = surroundings.drivers().get();
    var name = asked.driver().or(() -> existing.map(cluster -> cluster.config().driver()));
    return name.isPresent() ? drivers.choose(name.get()) : drivers.chooseBest();
  }

  /**
   * @param owner whose address it is to be: the same each time, if it can be had
   */
  String freeAddress(String owner, ClusterConfig config) {
    return HostAddress.choose(owner, addressesTaken(owner), ports(config));
  }

  /** The address that a configuration has, if it can be had, else a free one. */
  String addressOf(ClusterConfig config) {
    return !addressesTaken(config.name()).contains(config.hostAddress())
            && HostAddress.isFree(config.hostAddress(), ports(config))
        ? config.hostAddress()
        : freeAddress(config.name(), config);
  }

  private static List<Integer> ports(ClusterConfig config) {
    return List.of(ClusterConfig.SSH_PORT, config.apiServerPort(), ClusterConfig.STATUS_PORT);
  }

  /** Of all other clusters, running or not, and of those that may come back. */
  private Set<String> addressesTaken(String except) {
    var taken = new HashSet<>(new Trash(surroundings).addresses(except));
    for (var name : surroundings.home().clusterNames()) {
      if (!name.equals(except)) {
        address(name).ifPresent(taken::add);
      }
    }
    return taken;
  }

  private Optional<String> address(String name) {
    try {
      return surroundings.clusters().find(name).map(cluster -> cluster.config().hostAddress());
    } catch (ProblemException e) {
      // A broken file is the problem of commands on that cluster.
      return Optional.empty();
    }
  }
}
