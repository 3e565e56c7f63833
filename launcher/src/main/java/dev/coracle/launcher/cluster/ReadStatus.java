package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.ClusterStatus.Component;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.NodeStatus;
import dev.coracle.vm.VmState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks hypervisor, node and kubeconfig how a cluster is. */
public final class ReadStatus {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Surroundings surroundings;

  public ReadStatus(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A cluster that there is nothing of is {@link State#NONEXISTENT}, also one that an interrupted
   * start left half made.
   *
   * @throws ProblemException {@code CLUSTER_FILE_BROKEN}
   */
  public ClusterStatus run(String name) throws InterruptedException {
    var clusters = surroundings.clusters();
    var found = clusters.find(name);
    if (found.isEmpty() || !Clusters.isUsable(found.get().stage())) {
      var host = surroundings.home().isClusterLocked(name) ? State.STARTING : State.NONEXISTENT;
      return new ClusterStatus(
          name,
          host,
          State.NONEXISTENT,
          State.NONEXISTENT,
          State.NONEXISTENT,
          "",
          List.of(),
          Optional.empty());
    }
    var config = found.get().config();
    var host = host(config);
    if (host == State.PAUSED) {
      return paused(config);
    }
    var node = host == State.RUNNING ? node(config) : Optional.<NodeStatus>empty();
    return new ClusterStatus(
        name,
        host,
        component(host, node, "kubelet"),
        component(host, node, "apiserver"),
        host == State.RUNNING ? kubeconfig(config) : host,
        config.kubernetesVersion(),
        node.map(ReadStatus::components).orElse(List.of()),
        host == State.RUNNING ? timeToStop(name) : Optional.empty());
  }

  /** As minikube tells it, whose host runs on. The node is not asked: it would have to go on. */
  private ClusterStatus paused(ClusterConfig config) {
    return new ClusterStatus(
        config.name(),
        State.RUNNING,
        State.STOPPED,
        State.PAUSED,
        kubeconfig(config),
        config.kubernetesVersion(),
        List.of(),
        timeToStop(config.name()));
  }

  /** The command that changes the cluster now, as its lock tells it. */
  public Optional<String> commandAtWork(String name) {
    return surroundings.home().commandAtWork(name);
  }

  /**
   * A step of a start, as minikube's status has it.
   *
   * @param goesOn whether the start is still at work
   */
  public record LastStep(String step, String detail, boolean goesOn) {}

  /** The last step that was begun with a cluster, for as long as minikube tells it. */
  public Optional<LastStep> lastStep(String name) throws InterruptedException {
    var steps = new ArrayList<JsonObject>();
    var events = surroundings.clusters().folder(name).events();
    FollowedFile.read(events, 0, false, line -> step(line).ifPresent(steps::add));
    if (steps.isEmpty() || isOld(Instant.parse(steps.getLast().text("time")))) {
      return Optional.empty();
    }
    var step = steps.getLast().text("step");
    boolean goesOn =
        !step.equals(StartStep.DONE.title()) && surroundings.home().isClusterLocked(name);
    return Optional.of(new LastStep(step, steps.getLast().text("message"), goesOn));
  }

  /** A line that is no event, as a full disk leaves them, is passed over. */
  private static Optional<JsonObject> step(String line) {
    try {
      return Optional.of(JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)))
          .filter(event -> event.has("step"));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private boolean isOld(Instant time) {
    return time.plus(RECENT).isBefore(surroundings.clock().instant());
  }

  private Optional<Duration> timeToStop(String name) {
    return surroundings
        .clusters()
        .scheduledStop(name)
        .due()
        .map(due -> Duration.between(surroundings.clock().instant(), due));
  }

  /** What the hypervisor says; quick. */
  State host(ClusterConfig config) throws InterruptedException {
    var vm = surroundings.drivers().get().named(config.driver()).find(config.name());
    if (vm.isEmpty()) {
      return State.NONEXISTENT;
    }
    return switch (vm.get().state()) {
      case VmState.STARTING -> State.STARTING;
      case VmState.RUNNING -> State.RUNNING;
      case VmState.PAUSED -> State.PAUSED;
      case VmState.STOPPING -> State.STOPPING;
      case VmState.STOPPED -> State.STOPPED;
      case VmState.SUSPENDED -> State.SAVED;
      case VmState.BROKEN -> State.ERROR;
    };
  }

  private Optional<NodeStatus> node(ClusterConfig config) throws InterruptedException {
    var identity = new IdentityFiles(surroundings.clusters().folder(config.name()).pki());
    return surroundings.probe().get().status(config, identity, ANSWER);
  }

  private static State component(State host, Optional<NodeStatus> node, String name) {
    if (host != State.RUNNING) {
      return host == State.SAVED ? State.SAVED : State.STOPPED;
    }
    return node.flatMap(status -> status.component(name))
        .map(component -> state(component.state()))
        .orElse(State.STOPPED);
  }

  private static State state(NodeStatus.State state) {
    return switch (state) {
      case NodeStatus.State.Ready _ -> State.RUNNING;
      case NodeStatus.State.Waiting _, NodeStatus.State.Starting _ -> State.STARTING;
      case NodeStatus.State.Failed _ -> State.ERROR;
      case NodeStatus.State.Stopped _ -> State.STOPPED;
    };
  }

  private State kubeconfig(ClusterConfig config) {
    try {
      return surroundings
              .kubeconfig()
              .get()
              .server(config.name())
              .filter(config.server()::equals)
              .isPresent()
          ? State.CONFIGURED
          : State.MISCONFIGURED;
    } catch (ProblemException e) {
      return State.MISCONFIGURED;
    }
  }

  private static List<Component> components(NodeStatus node) {
    return node.components().stream()
        .map(component ->
            new Component(component.name(), word(component.state()), detail(component.state())))
        .toList();
  }

  private static String word(NodeStatus.State state) {
    return switch (state) {
      case NodeStatus.State.Waiting _ -> "waiting";
      case NodeStatus.State.Starting _ -> "starting";
      case NodeStatus.State.Ready _ -> "ready";
      case NodeStatus.State.Failed _ -> "failed";
      case NodeStatus.State.Stopped _ -> "stopped";
    };
  }

  private static String detail(NodeStatus.State state) {
    return switch (state) {
      case NodeStatus.State.Waiting waiting -> String.join(", ", waiting.waitingFor());
      case NodeStatus.State.Failed failed -> failed.error();
      case NodeStatus.State.Starting _, NodeStatus.State.Ready _, NodeStatus.State.Stopped _ -> "";
    };
  }
}
