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
    return holds(config, ANSWER);
  }

  private boolean holds(ClusterConfig config, Duration timeout) throws InterruptedException {
    return surroundings.probe().get().isReady(config, identity(config), timeout);
  }

  /**
   * @throws dev.coracle.errors.ProblemException as {@link GuestWaiter#await}
   */
  void await(Vm vm, Plan plan, Optional<Duration> limit, Report report)
      throws InterruptedException {
    await(vm, plan, limit, listener(report));
  }

  /**
   * The same for a VM that has just been woken: what its console tells was reached before it slept.
   */
  void awaitWoken(Vm vm, Plan plan, Optional<Duration> limit, Report report)
      throws InterruptedException {
    await(vm, plan, limit, waitingOnly(report));
  }

  private void await(Vm vm, Plan plan, Optional<Duration> limit, GuestWaiter.Listener listener)
      throws InterruptedException {
    var config = plan.cluster().config();
    var guest =
        new GuestWaiter.Guest() {
          @Override
          public boolean runs() throws InterruptedException {
            return isUp(vm.state());
          }

          @Override
          public boolean provesReady() throws InterruptedException {
            return holds(config, PROOF);
          }
        };
    var total = limit.orElse(plan.slowness() == 1 ? FAST : SLOW);
    new GuestWaiter(vm.spec().consoleLog(), guest, listener, new Limits(total, plan.slowness()))
        .await();
  }

  static boolean isUp(VmState state) {
    return state == VmState.RUNNING || state == VmState.STARTING;
  }

  private static GuestWaiter.Listener waitingOnly(Report report) {
    return new GuestWaiter.Listener() {
      @Override
      public void reached(Requirement requirement, Duration guestTime) {}

      @Override
      public void failed(String component, String reason) {}

      @Override
      public void waiting(Requirement requirement, Duration elapsed) {
        report.tell(new ClusterEvent.Waiting(requirement.waiting(), elapsed));
      }
    };
  }

  private static GuestWaiter.Listener listener(Report report) {
    return new GuestWaiter.Listener() {
      private Duration last = Duration.ZERO;

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

      @Override
      public void waiting(Requirement requirement, Duration elapsed) {
        report.tell(new ClusterEvent.Waiting(requirement.waiting(), elapsed));
      }
    };
  }

  private IdentityFiles identity(ClusterConfig config) {
    return new IdentityFiles(surroundings.clusters().folder(config.name()).pki());
  }
}
