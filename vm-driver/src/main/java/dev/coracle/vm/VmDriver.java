package dev.coracle.vm;

import dev.coracle.errors.Problem;
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
   * @throws dev.coracle.errors.ProblemException {@link VmError#VM_EXISTS}
   */
  Vm create(VmSpec spec) throws InterruptedException;

  /** Finds a VM by name, also one made by an earlier process. */
  Optional<Vm> find(String name) throws InterruptedException;

  /** Every VM of ours, for finding orphans. */
  List<Vm> list() throws InterruptedException;

  /** What a driver may or may not be able to do. */
  enum Capability {
    SUSPEND,
    SNAPSHOT,
    CLONE,
    RENAME,
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
