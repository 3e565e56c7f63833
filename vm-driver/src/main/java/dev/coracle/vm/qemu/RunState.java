package dev.coracle.vm.qemu;

import dev.coracle.vm.VmState;

/** QEMU's run states, as far as they differ for us. */
enum RunState {
  RUNNING(VmState.RUNNING),
  /** A write to a full disk of the host waits; nothing is lost. */
  IO_ERROR(VmState.RUNNING),
  /**
   * Nothing is executed: somebody wants it so, or its memory is about to be saved or was loaded;
   * {@link Lifecycle#isPaused} tells.
   */
  PAUSED(VmState.RUNNING),
  /** Its memory is being saved or has been. */
  SAVING(VmState.RUNNING),
  /** It waits for saved memory. */
  INCOMING(VmState.STARTING),
  STARTING(VmState.STARTING),
  STOPPING(VmState.STOPPING),
  /** It will not go on. */
  DEAD(VmState.RUNNING);

  final VmState state;

  RunState(VmState state) {
    this.state = state;
  }

  /** Whether the guest's instructions may have been executed in this QEMU since its memory came. */
  boolean executes() {
    return this == RUNNING || this == IO_ERROR;
  }

  /** Whether the guest stands still, and a command lets it go on. */
  boolean standsStill() {
    return this == PAUSED || this == SAVING;
  }

  /** Whether this machine can still come to run, without booting again. */
  boolean goesOn() {
    return this != INCOMING && this != STOPPING && this != DEAD;
  }

  /** From the {@code status} of {@code query-status}. */
  static RunState of(String status) {
    return switch (status) {
      case "running", "suspended", "save-vm" -> RUNNING;
      case "io-error" -> IO_ERROR;
      case "paused" -> PAUSED;
      case "debug", "finish-migrate", "postmigrate" -> SAVING;
      case "inmigrate" -> INCOMING;
      case "prelaunch", "restore-vm" -> STARTING;
      case "shutdown" -> STOPPING;
      default -> DEAD;
    };
  }
}
