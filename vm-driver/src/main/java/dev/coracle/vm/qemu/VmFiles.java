package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import java.nio.file.Path;

/**
 * The names in a machine's directory.
 *
 * @param directory as the driver keeps it
 * @param reach the same directory under a name short enough for the path of a Unix socket
 */
record VmFiles(Path directory, Path reach) {
  /** The longest name of a socket. */
  static final String LONGEST_SOCKET = "command.sock";

  static final String COMMAND_SOCKET = LONGEST_SOCKET;

  Path definition() {
    return directory.resolve("vm.json");
  }

  Path dataDisk() {
    return directory.resolve("data.qcow2");
  }

  /** The same while it is made. */
  Path diskDraft() {
    return directory.resolve("data.tmp");
  }

  /** Has a directory for each snapshot; hidden ones are not there yet, or not any more. */
  Path snapshots() {
    return directory.resolve("snapshots");
  }

  /** The memory of a suspended machine. */
  Path memory() {
    return directory.resolve("memory");
  }

  /** The same while it is written. */
  Path memoryDraft() {
    return directory.resolve("memory.tmp");
  }

  /** Another name of memory that other machines have, too: that from which this one was woken. */
  Path memoryBase() {
    return directory.resolve("memory.base");
  }

  /** The memory of a suspended machine, as far as it is not that of the base. */
  Path memoryThin() {
    return directory.resolve("memory.thin");
  }

  /** The same while it is written. */
  Path thinDraft() {
    return directory.resolve("thin.tmp");
  }

  /** What the memory belongs to. The machine is suspended if, and only if, this is there. */
  Path suspended() {
    return directory.resolve("suspended.json");
  }

  Path console() {
    return directory.resolve(VmSpec.CONSOLE_LOG);
  }

  /** On QEMU's command line it also tells which process is this machine's. */
  Path qemuPid() {
    return directory.resolve("qemu.pid");
  }

  Path networkPid() {
    return directory.resolve("network.pid");
  }

  Path networkLog() {
    return directory.resolve("network.log");
  }

  Path networkSocket() {
    return reach.resolve("network.sock");
  }

  /** QMP, for what changes the machine. One client at a time. */
  Path commandSocket() {
    return reach.resolve(COMMAND_SOCKET);
  }

  /** QMP, for short questions, so that they never wait for a command. */
  Path querySocket() {
    return reach.resolve("query.sock");
  }
}
