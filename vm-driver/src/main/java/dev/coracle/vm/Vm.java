package dev.coracle.vm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One virtual machine. A handle: every answer comes from the hypervisor, never from a cache. */
public interface Vm {
  VmSpec spec();

  VmState state() throws InterruptedException;

  /**
   * Boots a stopped VM, resumes a suspended one, does nothing if it runs. Returns once the
   * hypervisor runs it, not once the guest is up.
   *
   * @throws dev.coracle.errors.ProblemException {@link VmError#VM_START_FAILED}, {@link
   *     VmError#VM_PORT_IN_USE}
   */
  void start() throws InterruptedException;

  /**
   * Asks the guest to shut down and powers off after {@code grace}; zero powers off at once. Does
   * nothing if stopped.
   */
  void stop(Duration grace) throws InterruptedException;

  /**
   * Powers off and removes the VM, its snapshots and its directory. Does nothing if already gone.
   */
  void delete() throws InterruptedException;

  /**
   * Applies new cpus, memory, disk size (growth only), forwards, folders and boot media to a
   * stopped VM.
   *
   * @throws dev.coracle.errors.ProblemException {@link VmError#VM_WRONG_STATE}
   */
  void reconfigure(VmSpec spec) throws InterruptedException;

  /** Guest addresses that the host can route to; empty behind user-mode NAT. */
  List<InetAddress> addresses() throws InterruptedException;

  /**
   * Where the host reaches a guest TCP port: through a declared forward, else at the guest's
   * address. Empty until known.
   */
  Optional<InetSocketAddress> endpoint(int guestPort) throws InterruptedException;
}
