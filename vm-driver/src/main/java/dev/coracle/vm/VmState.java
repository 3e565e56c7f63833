package dev.coracle.vm;

/**
 * What the hypervisor reports. Absence is {@code Optional.empty()} from {@link VmDriver#find}, not
 * a state.
 */
public enum VmState {
  STOPPED,
  STARTING,
  RUNNING,
  STOPPING,
  /** Memory is on disk; {@link Vm#start()} resumes it. */
  SUSPENDED,
  /** It exists, but cannot be started as it is; {@link Vm#delete()} works. */
  BROKEN
}
