package dev.coracle.vm.testing;

import dev.coracle.vm.VmSpec;
import java.util.Map;
import java.util.Optional;

/**
 * All that a VM of {@link FakeVmDriver} is at one time.
 *
 * @param memory whether its guest goes on where it was
 * @param spoiled why the memory is useless, if it is
 * @param disk what its guest has counted
 * @param console what its guest has printed since it booted
 */
record FakeImage(
    VmSpec spec,
    boolean memory,
    Optional<String> spoiled,
    Map<String, Integer> disk,
    String console) {
  FakeImage {
    disk = Map.copyOf(disk);
  }

  static FakeImage fresh(VmSpec spec) {
    return new FakeImage(spec, false, Optional.empty(), Map.of(), "");
  }

  FakeImage with(VmSpec other) {
    return new FakeImage(other, memory, spoiled, disk, console);
  }
}
