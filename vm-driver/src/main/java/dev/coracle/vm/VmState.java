package dev.coracle.vm;

/**
 * What the hypervisor reports. Absence is {@code Optional.empty()} from {@link VmDriver#find}, not
 * a state.
 */
public enum VmState {
  STOPPED,
  STARTING,
  RUNNING,
  /** Memory stays where it is and nothing is executed; {@link Vm#start()} lets it go on. */
  PAUSED,
  STOPPING,
  /** Memory is on disk; {@link Vm#start()} resumes it. */
  SUSPENDED,
  /** It exists, but cannot be started as it is; {@link Vm#delete()} works. */
  BROKEN
}
