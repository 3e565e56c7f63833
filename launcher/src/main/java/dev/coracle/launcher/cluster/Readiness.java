package dev.coracle.launcher.cluster;

import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.readiness.GuestWaiter;
import dev.coracle.launcher.readiness.GuestWaiter.Limits;
import dev.coracle.launcher.readiness.Requirement;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.Optional;

/** Waits until a cluster can be worked with. */
final class Readiness {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** After the guest said so, the host may be the slow one: its first TLS handshake loads a lot. */
  private static final Duration PROOF = Duration.ofSeconds(30);

  private static final Duration FAST = Duration.ofMinutes(6);
  private static final Duration SLOW = Duration.ofMinutes(15);

  private final Surroundings surroundings;

  Readiness(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether it can be worked with now. */
  boolean holds(ClusterConfig config) throws InterruptedException {
    return surroundings.probe().get().isReady(config, identity(config), ANSWER);
  }

  /**
   * @throws dev.coracle.errors.ProblemException as {@link GuestWaiter#await}
   */
  void await(Vm vm, Plan plan, Optional<Duration> limit, Report report)
      throws InterruptedException {
    var config = plan.cluster().config();
    await(vm, config, identity(config), plan.slowness(), limit, report);
  }

  /** The same for a node that has its keys elsewhere. */
  void await(
      Vm vm,
      ClusterConfig config,
      IdentityFiles identity,
      int slowness,
      Optional<Duration> limit,
      Report report)
      throws InterruptedException {
    var probe = surroundings.probe().get();
    Proof ready = () -> probe.isReady(config, identity, PROOF);
    waiter(vm, ready, limits(slowness, limit), new Phases(report)).await();
  }

  /**
   * The same for a VM that has just been woken. Its node was ready before it slept and has nothing
   * new to tell in the first second; the API server's answer is what a user waits for.
   */
  void awaitWoken(
      Vm vm, ClusterConfig config, int slowness, Optional<Duration> limit, Report report)
      throws InterruptedException {
    var probe = surroundings.probe().get();
    Proof answers = () -> probe.apiReady(config, identity(config), PROOF);
    waiter(vm, answers, limits(slowness, limit), new WaitingOnly(report)).awaitProof();
  }

  private static Limits limits(int slowness, Optional<Duration> limit) {
    return new Limits(limit.orElse(slowness == 1 ? FAST : SLOW), slowness);
  }

  private interface Proof {
    boolean holds() throws InterruptedException;
  }

  private static GuestWaiter waiter(
      Vm vm, Proof proof, Limits limits, GuestWaiter.Listener listener) {
    var guest =
        new GuestWaiter.Guest() {
          @Override
          public boolean runs() throws InterruptedException {
            return isUp(vm.state());
          }

          @Override
          public boolean provesReady() throws InterruptedException {
            return proof.holds();
          }
        };
    return new GuestWaiter(vm.spec().consoleLog(), guest, listener, limits);
  }

  /** Whether it has memory that is not on disk. */
  static boolean isUp(VmState state) {
    return state == VmState.RUNNING || state == VmState.STARTING || state == VmState.PAUSED;
  }

  /** Of a node that is not on its way up: phases that its console tells are long past. */
  private static class WaitingOnly implements GuestWaiter.Listener {
    final Report report;

    WaitingOnly(Report report) {
      this.report = report;
    }

    @Override
    public void reached(Requirement requirement, Duration guestTime) {}

    @Override
    public void failed(String component, String reason) {}

    @Override
    public final void waiting(Requirement requirement, Duration elapsed) {
      report.tell(new ClusterEvent.Waiting(requirement.waiting(), elapsed));
    }
  }

  private static final class Phases extends WaitingOnly {
    private Duration last = Duration.ZERO;

    Phases(Report report) {
      super(report);
    }

    @Override
    public void reached(Requirement requirement, Duration guestTime) {
      report.tell(
          new ClusterEvent.GuestPhase(requirement.phase(), guestTime, requirement.reached()));
      var cost = guestTime.minus(last);
      var end = report.elapsed();
      report.tell(
          new ClusterEvent.Timing(
              "node: " + requirement.phase(),
              end.minus(cost).isNegative() ? Duration.ZERO : end.minus(cost),
              cost.isNegative() ? Duration.ZERO : cost));
      last = guestTime;
    }

    @Override
    public void failed(String component, String reason) {
      report.info(component + " failed in the node and is tried again: " + reason);
    }
  }

  private IdentityFiles identity(ClusterConfig config) {
    return new IdentityFiles(surroundings.clusters().folder(config.name()).pki());
  }
}
