package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A machine at rest as a directory that needs nothing else: what it was, its disk and its memory,
 * both compressed. It may come from anywhere, so nothing that it names is ever opened or executed.
 *
 * @param reach as of {@link VmFiles}, on the host that it comes from
 */
record ExportedMachine(Path directory, Definition definition, Path reach, Optional<Asleep> asleep) {
  private static final int VERSION = 1;
  private static final long MIB = 1 << 20;

  /** What QEMU saves besides the guest's memory takes much less. */
  private static final long DEVICES = 1L << 30;

  private static final int SECTOR = 512;

  /**
   * @param size of the memory's file in bytes
   */
  record Asleep(SavedMemory saved, long size) {}

  static Path disk(Path directory) {
    return directory.resolve("disk.qcow2");
  }

  static Path memory(Path directory) {
    return directory.resolve("memory.qcow2");
  }

  static Path console(Path directory) {
    return directory.resolve(VmSpec.CONSOLE_LOG);
  }

  private static Path about(Path directory) {
    return directory.resolve("machine.json");
  }

  private static Path definition(Path directory) {
    return directory.resolve("vm.json");
  }

  private static Path suspended(Path directory) {
    return directory.resolve("suspended.json");
  }

  /** Writes all but the disk, the memory and the console. */
  void write() throws IOException {
    definition.write(definition(directory));
    JsonObject json = new JsonObject();
    json.put("version", VERSION);
    json.put("directory", definition.spec().directory().toString());
    json.put("reach", reach.toString());
    if (asleep.isPresent()) {
      json.put("memory", asleep.get().size());
      asleep.get().saved().write(suspended(directory));
    }
    DurableFile.write(about(directory), json.toBytes());
  }

  /**
   * @throws ProblemException {@link VmError#EXPORT_BROKEN}
   */
  static ExportedMachine read(Path directory) {
    try {
      JsonObject json = JsonObject.parse(Files.readAllBytes(about(directory)));
      if (json.integer("version") != VERSION) {
        throw new IllegalArgumentException("version " + json.integer("version") + " is not known");
      }
      Path was = Path.of(json.text("directory"));
      if (was.getFileName() == null) {
        throw new IllegalArgumentException("a machine in " + was);
      }
      ExportedMachine machine =
          new ExportedMachine(
              directory,
              Definition.read(definition(directory), was),
              Path.of(json.text("reach")),
              json.has("memory")
                  ? Optional.of(
                      new Asleep(
                          SavedMemory.read(suspended(directory)), json.longInteger("memory")))
                  : Optional.empty());
      machine.check();
      return machine;
    } catch (IOException | JsonException | IllegalArgumentException e) {
      throw new ProblemException(
          VmError.EXPORT_BROKEN, "the exported machine cannot be understood: " + e.getMessage(), e);
    }
  }

  private void check() throws IOException {
    VmSpec spec = definition.spec();
    Qcow2.requireAlone(disk(directory), spec.diskMiB() * MIB);
    if (asleep.isPresent()) {
      long size = asleep.get().size();
      if (size <= 0 || size > spec.memoryMiB() * MIB + DEVICES) {
        throw new IllegalArgumentException("a memory of " + size + " bytes");
      }
      Qcow2.requireAlone(memory(directory), Math.ceilDiv(size, SECTOR) * SECTOR);
    }
  }

  /**
   * What the saved memory belongs to as a machine of this host, which has the same devices.
   *
   * @return the identity of that, made here
   * @throws ProblemException {@link VmError#VM_RESUME_FAILED} if it would be another machine
   */
  List<String> identity(VmSpec spec, VmFiles files, QemuHost host) throws IOException {
    SavedMemory saved = asleep.orElseThrow().saved();
    if (!saved.processor().equals(SavedMemory.hostProcessor())) {
      throw useless("the host's processor is another");
    }
    VmSpec was = definition.spec();
    VmFiles there = new VmFiles(was.directory(), reach);
    List<String> here = identityOf(was, there, host);
    boolean same =
        saved.arguments().equals(here)
            && spec.cpus() == was.cpus()
            && spec.memoryMiB() == was.memoryMiB()
            && spec.diskMiB() == was.diskMiB()
            && commandLine(spec).equals(commandLine(was));
    if (!same) {
      throw useless("this host or this release would make it with other devices");
    }
    return identityOf(spec, files, host);
  }

  private List<String> identityOf(VmSpec spec, VmFiles files, QemuHost host) {
    return QemuArguments.identity(QemuArguments.of(spec, definition.uuid(), files, host));
  }

  private static Optional<String> commandLine(VmSpec spec) {
    return spec.directBoot().map(VmSpec.DirectBoot::commandLine);
  }

  private static ProblemException useless(String why) {
    return new ProblemException(
        VmError.VM_RESUME_FAILED, "the exported memory cannot be used here: " + why);
  }
}
