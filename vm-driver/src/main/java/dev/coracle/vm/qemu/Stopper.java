package dev.coracle.vm.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Ends the processes that a machine had when this was made, not those of a start since.
 *
 * @param qemu what is to end
 * @param network what then ends by itself
 */
record Stopper(Machine machine, List<ProcessHandle> qemu, List<ProcessHandle> network) {
  private static final Duration PRESS_AGAIN = Duration.ofSeconds(5);

  /** A machine that is to end is not waited for as long as one that is to run. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final Duration NETWORK_END = Duration.ofSeconds(5);

  Stopper(Machine machine) {
    this(machine, machine.qemu(), machine.network());
  }

  /**
   * Presses the power button, again and again since an early guest does not listen yet, until the
   * guest is gone or the time is over.
   *
   * @return whether QEMU took what it was told
   */
  boolean shutDown(Duration grace) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + grace.toNanos();
    Duration left = grace;
    while (!gone(Duration.ZERO) && left.isPositive()) {
      // A guest that stands still does not hear the button.
      if (!machine.unpause(ANSWER) || !machine.command("system_powerdown", ANSWER)) {
        return false;
      }
      gone(left.compareTo(PRESS_AGAIN) < 0 ? left : PRESS_AGAIN);
      left = Duration.ofNanos(deadline - System.nanoTime());
    }
    return true;
  }

  /**
   * Ends what is left. One that does not answer may be on its way out, writing to its disks: it has
   * a little time before it is killed.
   */
  void powerOff(boolean answers, Limits limits) throws IOException, InterruptedException {
    if (!gone(Duration.ZERO)) {
      boolean quits = answers && machine.command("quit", ANSWER);
      if (!gone(quits ? limits.quit() : ANSWER)) {
        machine.endQemu(limits.quit());
      }
    }
    if (machine.qemu().isEmpty()) {
      machine.gone(network, NETWORK_END);
      machine.endNetwork(NETWORK_END);
      machine.removeSockets();
    }
  }

  private boolean gone(Duration limit) throws InterruptedException {
    return machine.gone(qemu, limit);
  }
}
