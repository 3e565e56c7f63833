package dev.coracle.vm.qemu;

import dev.coracle.vm.VmState;

/** QEMU's run states, as far as they differ for us. */
enum RunState {
  RUNNING(VmState.RUNNING),
  /** A write to a full disk of the host waits; nothing is lost. */
  IO_ERROR(VmState.RUNNING),
  /** Somebody paused it, or its memory is being saved or has been. */
  PAUSED(VmState.RUNNING),
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

  /** Whether this machine can still come to run, without booting again. */
  boolean goesOn() {
    return this != INCOMING && this != STOPPING && this != DEAD;
  }

  /** From the {@code status} of {@code query-status}. */
  static RunState of(String status) {
    return switch (status) {
      case "running", "suspended", "save-vm" -> RUNNING;
      case "io-error" -> IO_ERROR;
      case "paused", "debug", "finish-migrate", "postmigrate" -> PAUSED;
      case "inmigrate" -> INCOMING;
      case "prelaunch", "restore-vm" -> STARTING;
      case "shutdown" -> STOPPING;
      default -> DEAD;
    };
  }
}
