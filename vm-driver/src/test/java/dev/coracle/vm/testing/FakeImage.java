package dev.coracle.vm.testing;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
  private static final String FILE = "fake.json";

  FakeImage {
    disk = Map.copyOf(disk);
  }

  static FakeImage fresh(VmSpec spec) {
    return new FakeImage(spec, false, Optional.empty(), Map.of(), "");
  }

  /** What {@link #read} makes it of. */
  void write(Path directory) {
    var json = new JsonObject();
    json.put("cpus", spec.cpus());
    json.put("memory", memory);
    spoiled.ifPresent(why -> json.put("spoiled", why));
    json.put("counted", disk.keySet().stream().sorted().toList());
    disk.forEach((counter, count) -> json.object("disk").put(counter, count));
    json.put("console", console);
    try {
      Files.write(directory.resolve(FILE), json.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FakeImage read(Path directory, VmSpec spec, boolean memory) {
    try {
      var json = JsonObject.parse(Files.readAllBytes(directory.resolve(FILE)));
      boolean suspended = memory && json.flag("memory");
      if (suspended && json.integer("cpus") != spec.cpus()) {
        throw new ProblemException(VmError.VM_RESUME_FAILED, "it had other devices");
      }
      var disk = new HashMap<String, Integer>();
      for (var counter : json.texts("counted")) {
        disk.put(counter, json.object("disk").integer(counter));
      }
      return new FakeImage(
          spec,
          suspended,
          suspended ? json.optionalText("spoiled") : Optional.empty(),
          disk,
          suspended ? json.text("console") : "");
    } catch (IOException | JsonException e) {
      throw new ProblemException(VmError.EXPORT_BROKEN, "no exported machine", e);
    }
  }

  FakeImage with(VmSpec other) {
    return new FakeImage(other, memory, spoiled, disk, console);
  }
}
