package dev.coracle.vm;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One virtual machine. A handle: every answer comes from the hypervisor, never from a cache. */
public interface Vm {
  /**
   * As it was created or last reconfigured.
   *
   * @throws ProblemException {@link VmError#VM_GONE}, {@link VmError#VM_BROKEN} if it cannot be
   *     read
   */
  VmSpec spec();

  /**
   * What it is doing now.
   *
   * @throws ProblemException {@link VmError#VM_GONE}, {@link VmError#VM_UNRESPONSIVE}
   */
  VmState state() throws InterruptedException;

  /**
   * What keeps a running VM from working although it runs, such as {@link VmError#HOST_DISK_FULL}
   * or {@link VmError#VM_NETWORK_LOST}, and what is wrong with a broken one. {@link #start()}
   * repairs what can be repaired. Empty if all is well.
   */
  default List<Problem> problems() throws InterruptedException {
    return List.of();
  }

  /**
   * Boots a stopped VM, resumes a suspended one, lets a paused one go on, does nothing if it runs.
   * Returns once the hypervisor runs it, not once the guest is up.
   *
   * @throws ProblemException {@link VmError#VM_START_FAILED}, {@link VmError#VM_PORT_IN_USE};
   *     {@link VmError#VM_RESUME_FAILED} if its saved memory does not fit any more: it is removed,
   *     the VM is stopped and the next start boots it
   */
  void start() throws InterruptedException;

  /**
   * The same.
   *
   * @param done is told of each piece of work that can take its time, right after it
   */
  default void start(Consumer<String> done) throws InterruptedException {
    start();
  }

  /**
   * Asks the guest to shut down and powers off after {@code grace}; zero powers off at once. Does
   * nothing if stopped or gone. A paused VM goes on to shut down. A suspended VM loses its saved
   * memory, as by a power cut.
   */
  void stop(Duration grace) throws InterruptedException;

  /**
   * Powers off and removes the VM, its snapshots and its directory. Does nothing if already gone.
   */
  void delete() throws InterruptedException;

  /**
   * Applies new cpus, memory, disk size (growth only), forwards, folders and boot media to a
   * stopped VM, not to a suspended one.
   *
   * @throws ProblemException {@link VmError#VM_WRONG_STATE}
   */
  void reconfigure(VmSpec spec) throws InterruptedException;

  /** Guest addresses that the host can route to; empty behind user-mode NAT. */
  List<InetAddress> addresses() throws InterruptedException;

  /**
   * Where the host reaches a guest TCP port: through a declared forward, else at the guest's
   * address. Empty until known.
   */
  Optional<InetSocketAddress> endpoint(int guestPort) throws InterruptedException;

  /**
   * Saves the memory of a running VM to disk and leaves it {@link VmState#SUSPENDED}, without a
   * process. Does nothing if it is. One that is paused goes on for that moment. After a failure the
   * VM runs on. Needs {@link VmDriver.Capability#SUSPEND}.
   *
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if it does not run, {@link
   *     VmError#HOST_DISK_FULL}, {@link VmError#VM_SUSPEND_FAILED}
   */
  default void suspend() throws InterruptedException {
    throw unsupported("suspend a machine");
  }

  /** The same, and tells of its pieces as {@link #start(Consumer)} does. */
  default void suspend(Consumer<String> done) throws InterruptedException {
    suspend();
  }

  /**
   * Freezes a running VM where it is and leaves it {@link VmState#PAUSED}: it takes no processor
   * time, its guest's own time stands still, and what is sent to it waits. Does nothing if it is.
   * It stays paused whatever becomes of this process. Needs {@link VmDriver.Capability#PAUSE}.
   *
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if it does not run, {@link
   *     VmError#VM_UNRESPONSIVE}
   */
  default void pause() throws InterruptedException {
    throw unsupported("pause a machine");
  }

  /**
   * The Unix socket at which another program can pause the VM and let it go on, quicker than by
   * this interface, in QEMU's machine protocol: {@code stop}, {@code cont} and {@code
   * query-status}. One client at a time is served there, and this interface is one, so who has been
   * greeted has the VM to himself. The path may be longer than a socket's address can be. Empty if
   * there is none.
   */
  default Optional<Path> monitor() {
    return Optional.empty();
  }

  /** Whether {@link #compact} might gain something. */
  default boolean canCompact() throws InterruptedException {
    return false;
  }

  /**
   * Makes a suspended VM take less on disk, if that is so at no cost for who wakes it. Meant for
   * the background: it takes its time, may be killed, and neither a start nor anything else waits
   * for it, which ends it. Does nothing to any other VM.
   */
  default void compact() throws InterruptedException {}

  /**
   * Makes a VM that is what this one is now, stopped or suspended, at no cost in time and space: it
   * shares disk and memory with this one, copy-on-write. Either may from then on be started,
   * changed and deleted whatever happens to the other. All or nothing. Needs {@link
   * VmDriver.Capability#CLONE}.
   *
   * @param spec the copy's; of a suspended VM it differs in name, directory, config disk and
   *     forwards only, and its guest notices nothing of that until it boots. The disk of a stopped
   *     one may be larger.
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if it is neither stopped nor suspended,
   *     {@link VmError#VM_EXISTS}; {@link VmError#VM_RESUME_FAILED} if its saved memory does not
   *     fit any more: it is removed, and the VM is stopped
   */
  default Vm copy(VmSpec spec) throws InterruptedException {
    throw unsupported("copy a machine");
  }

  /**
   * Gives a VM at rest another name, and its directory too: the old one is free. Atomic. Memory
   * that it has saved, in snapshots too, is of use only under the name of then, so this sets a VM
   * aside and brings it back. Needs {@link VmDriver.Capability#RENAME}.
   *
   * @return the VM under its new name; this handle's is gone
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if it is neither stopped nor suspended,
   *     {@link VmError#VM_EXISTS}
   */
  default Vm rename(String name) throws InterruptedException {
    throw unsupported("rename a machine");
  }

  /**
   * Writes what a VM at rest is, without its snapshots, into a directory: all that {@link
   * VmDriver#create(VmSpec, Path, boolean)} needs to make it anew, on any host, and compressed.
   * After a failure the directory holds something. Needs {@link VmDriver.Capability#EXPORT}.
   *
   * @param directory empty, and only its owner's: what is written there is as secret as the VM
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if it is neither stopped nor suspended;
   *     {@link VmError#VM_RESUME_FAILED} as of {@link #copy}; {@link VmError#HOST_DISK_FULL}
   */
  default void export(Path directory) throws InterruptedException {
    throw unsupported("export a machine");
  }

  /** The VM's snapshots. Needs {@link VmDriver.Capability#SNAPSHOT}. */
  default Snapshots snapshots() throws InterruptedException {
    throw unsupported("take snapshots");
  }

  /**
   * How the guest mounts a folder of {@link VmSpec#folders()}. Needs {@link
   * VmDriver.Capability#SHARED_FOLDER}.
   */
  default GuestMount guestMount(VmSpec.SharedFolder folder) throws InterruptedException {
    throw unsupported("share folders");
  }

  private static ProblemException unsupported(String what) {
    return new ProblemException(VmError.DRIVER_UNSUPPORTED, "this driver cannot " + what);
  }
}
