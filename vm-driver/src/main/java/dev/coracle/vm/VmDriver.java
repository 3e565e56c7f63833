package dev.coracle.vm;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A hypervisor. Thread-safe, holds no VM state; calls block and honour interruption. */
public interface VmDriver {
  /** Stable name in configuration and on the command line: {@code qemu}. */
  String id();

  /**
   * Whether this host can run the driver now. Read-only, quick, never throws for an unusable host.
   */
  Health health() throws InterruptedException;

  /**
   * What holds on this host. An operation whose capability is absent throws {@link
   * VmError#DRIVER_UNSUPPORTED}.
   */
  Set<Capability> capabilities() throws InterruptedException;

  /**
   * Defines a VM and leaves it {@link VmState#STOPPED}. All or nothing: after a failure there is no
   * VM and no directory.
   *
   * @throws ProblemException {@link VmError#VM_EXISTS}
   */
  Vm create(VmSpec spec) throws InterruptedException;

  /**
   * Makes a VM of one that {@link Vm#export} wrote, be it damaged or made by somebody with bad
   * intentions. All or nothing. Needs {@link Capability#EXPORT}.
   *
   * @param memory whether it is to be {@link VmState#SUSPENDED} if the other was; else it is
   *     stopped. Only for memory that is known to be this user's: a hypervisor trusts what it
   *     loads. The node image and all else in {@code spec} that the guest can see is as it was.
   * @throws ProblemException {@link VmError#VM_EXISTS}, {@link VmError#EXPORT_BROKEN}, {@link
   *     VmError#HOST_DISK_FULL}; {@link VmError#VM_RESUME_FAILED} if this host cannot go on from
   *     the memory, as far as that is known before it is loaded
   */
  default Vm create(VmSpec spec, Path exported, boolean memory) throws InterruptedException {
    throw new ProblemException(
        VmError.DRIVER_UNSUPPORTED, "this driver cannot make a machine of an exported one");
  }

  /** Finds a VM by name, also one made by an earlier process. */
  Optional<Vm> find(String name) throws InterruptedException;

  /** Every VM of ours, for finding orphans. */
  List<Vm> list() throws InterruptedException;

  /** What a driver may or may not be able to do. */
  enum Capability {
    SUSPEND,
    PAUSE,
    SNAPSHOT,
    CLONE,
    RENAME,
    EXPORT,
    SHARED_FOLDER,
    PORT_FORWARD,
    ROUTABLE_ADDRESS
  }

  /** The answer of {@link #health()}. */
  sealed interface Health {
    record Ready(String version) implements Health {}

    /** It works, but, say, without hardware acceleration. */
    record Degraded(String version, List<Problem> problems) implements Health {
      public Degraded {
        problems = List.copyOf(problems);
      }
    }

    record Unusable(List<Problem> problems) implements Health {
      public Unusable {
        problems = List.copyOf(problems);
      }
    }
  }
}
