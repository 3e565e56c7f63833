package dev.coracle.vm.qemu;

import java.nio.file.Path;

/**
 * The QEMU of this host.
 *
 * @param program {@code qemu-system-x86_64}
 * @param imageProgram {@code qemu-img}
 * @param sandbox whether this build can filter its own system calls
 */
record QemuHost(
    Path program,
    Path imageProgram,
    QemuVersion version,
    boolean sandbox,
    Accelerator accelerator) {

  String machine() {
    return machine(version);
  }

  static String machine(QemuVersion version) {
    return "pc-q35-" + version;
  }
}
