package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.Attendant.Duty;
import dev.coracle.launcher.store.HeldLock;
import java.util.Optional;

/**
 * Held, no other command changes the cluster, and nobody attends it; nor does one with the addon
 * auto-pause stand still.
 */
final class ClusterLock implements AutoCloseable {
  private final HeldLock lock;
  private final Attendant attendant;
  private final Report report;
  private boolean wakesOnConnect;

  private ClusterLock(HeldLock lock, Attendant attendant, Report report) {
    this.lock = lock;
    this.attendant = attendant;
    this.report = report;
  }

  /** Takes the lock over. */
  static ClusterLock of(HeldLock lock, Attendant attendant, Report report)
      throws InterruptedException {
    var held = new ClusterLock(lock, attendant, report);
    boolean ended = false;
    try {
      held.wakesOnConnect = attendant.end().equals(Optional.of(Duty.HOLD));
      held.unpause();
      ended = true;
    } finally {
      if (!ended) {
        lock.close();
      }
    }
    return held;
  }

  private void unpause() throws InterruptedException {
    try {
      attendant.unpause();
    } catch (ProblemException e) {
      // If it stands in the command's way, the command meets it too.
    }
  }

  /**
   * Whether a connection to its API wakes the cluster if it sleeps from now on; else that stays as
   * it was.
   */
  void wakesOnConnect(boolean value) {
    wakesOnConnect = value;
  }

  @Override
  public void close() {
    try (lock) {
      attendant.goOn(wakesOnConnect);
    } catch (ProblemException e) {
      // The command did what it was to do.
      report.warn(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
