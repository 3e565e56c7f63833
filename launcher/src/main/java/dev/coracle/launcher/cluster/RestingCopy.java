package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;

/**
 * Makes a VM at rest of one that may run, and then goes on.
 *
 * @param what the original is called
 */
record RestingCopy(VmDriver driver, String what, Report report) {
  /** An original that runs goes on, whatever comes of it. */
  Vm of(Vm original, VmSpec spec) throws InterruptedException {
    if (!Readiness.isUp(original.state())) {
      return copy(original, spec);
    }
    requireSleep();
    report.info("Putting the " + what + " to sleep meanwhile.");
    Vm copy;
    try {
      original.suspend(report.pieces());
      copy = copy(original, spec);
    } catch (RuntimeException | InterruptedException e) {
      wake(original);
      throw e;
    }
    wake(original);
    return copy;
  }

  private void requireSleep() throws InterruptedException {
    if (!driver.capabilities().contains(Capability.SUSPEND)) {
      throw new ProblemException(
          VmError.VM_WRONG_STATE, "This driver copies only a cluster that is stopped.");
    }
  }

  /** An original whose memory turns out to be of no use has none any more. */
  private Vm copy(Vm original, VmSpec spec) throws InterruptedException {
    try {
      return original.copy(spec);
    } catch (ProblemException e) {
      if (e.problem().code() != VmError.VM_RESUME_FAILED) {
        throw e;
      }
      report.warn(e.problem());
      return original.copy(spec);
    }
  }

  /** Also in a thread that is interrupted, which stays so. It fails nothing else. */
  private void wake(Vm original) throws InterruptedException {
    report.info("Waking the " + what + ".");
    try {
      Uninterrupted.run(() -> original.start(report.pieces()));
    } catch (ProblemException e) {
      report.warn(e.problem());
      report.info("The " + what + " is left at rest; \"coracle start\" starts it.");
    }
  }
}
