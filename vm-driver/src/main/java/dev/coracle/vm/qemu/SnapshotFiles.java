package dev.coracle.vm.qemu;

import java.nio.file.Path;

/** The names in a snapshot's directory; those that a machine has too mean the same. */
record SnapshotFiles(Path directory) {
  Path about() {
    return directory.resolve("snapshot.json");
  }

  Path definition() {
    return directory.resolve("vm.json");
  }

  Path memory() {
    return directory.resolve("memory");
  }

  /** Below memory that is thin. */
  Path memoryBase() {
    return directory.resolve("memory.base");
  }

  Path suspended() {
    return directory.resolve("suspended.json");
  }

  Path console() {
    return directory.resolve("console.log");
  }
}
