package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.process.HostProcesses;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all machines of one root share.
 *
 * @param root each machine has a directory of its name in it
 * @param networkProgram {@code coracle-gvproxy}
 */
record Site(
    Path root,
    Path networkProgram,
    HostProcesses processes,
    QemuHosts hosts,
    MachineLocks locks,
    MachineProcesses running,
    SocketReach reach,
    Step.Hook hook) {

  /** The machine of this name, whether or not there is one. */
  Machine machine(String name) {
    Path directory = root.resolve(name);
    if (name.isEmpty() || name.startsWith(".") || !root.equals(directory.getParent())) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return new Machine(name, files(directory), running, reach, layers());
  }

  /** Be it only its processes. */
  boolean exists(Machine machine) {
    return Files.exists(machine.files().definition())
        || !machine.qemu().isEmpty()
        || !machine.network().isEmpty();
  }

  /**
   * The machine that is to be made.
   *
   * @throws ProblemException {@link VmError#DRIVER_UNSUPPORTED}
   */
  Machine vacant(VmSpec spec) {
    Machine machine = machine(spec.name());
    if (!spec.directory().equals(machine.files().directory())) {
      throw new IllegalArgumentException(
          spec.directory() + " is not " + machine.files().directory());
    }
    Disks.requireSupported(spec);
    return machine;
  }

  /**
   * @throws ProblemException {@link VmError#VM_EXISTS}
   */
  void requireVacant(Machine machine) {
    if (exists(machine)) {
      throw new ProblemException(VmError.VM_EXISTS, "there is already a VM " + machine.name());
    }
  }

  VmFiles files(Path directory) {
    return new VmFiles(directory, reach.of(directory));
  }

  Layers layers() {
    return new Layers(root, locks);
  }

  Starter starter() {
    return new Starter(processes, networkProgram);
  }

  Disks disks() {
    return new Disks(processes, hosts);
  }

  Site with(Step.Hook other) {
    return new Site(root, networkProgram, processes, hosts, locks, running, reach, other);
  }
}
