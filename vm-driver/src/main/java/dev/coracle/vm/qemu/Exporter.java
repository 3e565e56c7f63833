package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes machines at rest out of a host and into one. The caller holds the machine's lock. */
record Exporter(Machine machine, Site site) {

  void write(Path directory) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    Optional<SavedMemory> saved =
        machine.isSuspended() ? Optional.of(SavedMemory.checked(machine)) : Optional.empty();
    site.disks().compress("qcow2", files.dataDisk(), ExportedMachine.disk(directory));
    Optional<ExportedMachine.Asleep> asleep = Optional.empty();
    if (saved.isPresent()) {
      site.disks().compress("raw", files.memory(), ExportedMachine.memory(directory));
      Files.copy(files.console(), ExportedMachine.console(directory));
      asleep = Optional.of(new ExportedMachine.Asleep(saved.get(), Files.size(files.memory())));
    }
    new ExportedMachine(directory, machine.definition(), files.reach(), asleep).write();
  }

  /** Makes a machine, which exists once its definition is written. All or nothing. */
  void read(ExportedMachine exported, VmSpec spec, boolean memory)
      throws IOException, InterruptedException {
    VmFiles files = machine.files();
    boolean suspended = memory && exported.asleep().isPresent();
    List<String> identity =
        suspended ? exported.identity(spec, files, site.hosts().inspect().host()) : List.of();
    boolean made = false;
    try {
      site.disks().makeDirectory(files);
      site.disks().expand(ExportedMachine.disk(exported.directory()), "qcow2", files.dataDisk());
      VmSpec was = exported.definition().spec();
      Disks.requireNoShrinking(was, spec);
      site.disks().grow(files, was.diskMiB(), spec.diskMiB());
      if (suspended) {
        remember(exported, identity, spec);
      }
      UUID uuid = suspended ? exported.definition().uuid() : UUID.randomUUID();
      new Definition(uuid, spec).write(files.definition());
      DurableFile.syncDirectory(site.root());
      made = true;
    } finally {
      if (!made) {
        site.disks().removeAll(files);
      }
    }
  }

  /** Makes it suspended. */
  private void remember(ExportedMachine exported, List<String> identity, VmSpec spec)
      throws IOException, InterruptedException {
    VmFiles files = machine.files();
    ExportedMachine.Asleep asleep = exported.asleep().orElseThrow();
    Files.copy(ExportedMachine.console(exported.directory()), files.console());
    site.disks().expand(ExportedMachine.memory(exported.directory()), "raw", files.memory());
    DurableFile.truncate(files.memory(), asleep.size());
    SavedMemory.observed(asleep.saved().qemu(), identity, files, spec, List.of())
        .write(files.suspended());
  }
}
