package dev.coracle.vm.qemu;

import dev.coracle.vm.VmState;

/** QEMU's run states, as far as they differ for us. */
enum RunState {
  RUNNING(VmState.RUNNING),
  /** A write to a full disk of the host waits; nothing is lost. */
  IO_ERROR(VmState.RUNNING),
  /** Somebody paused it. */
  PAUSED(VmState.RUNNING),
  STARTING(VmState.STARTING),
  STOPPING(VmState.STOPPING),
  /** It will not go on. */
  DEAD(VmState.RUNNING);

  final VmState state;

  RunState(VmState state) {
    this.state = state;
  }

  /** Whether this machine can still come to run, without booting again. */
  boolean goesOn() {
    return this != STOPPING && this != DEAD;
  }

  /** From the {@code status} of {@code query-status}. */
  static RunState of(String status) {
    return switch (status) {
      case "running", "suspended", "save-vm" -> RUNNING;
      case "io-error" -> IO_ERROR;
      case "paused", "debug" -> PAUSED;
      case "prelaunch", "inmigrate", "restore-vm" -> STARTING;
      case "shutdown", "finish-migrate", "postmigrate" -> STOPPING;
      default -> DEAD;
    };
  }
}
