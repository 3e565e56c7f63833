package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      writeMemory(saved.get(), directory);
      Files.copy(files.console(), ExportedMachine.console(directory));
      asleep =
          Optional.of(new ExportedMachine.Asleep(saved.get(), Files.size(saved.get().file(files))));
    }
    new ExportedMachine(directory, machine.definition(), files.reach(), asleep).write();
  }

  private void writeMemory(SavedMemory saved, Path directory)
      throws IOException, InterruptedException {
    Path compressed = ExportedMachine.memory(directory);
    if (!saved.isThin()) {
      site.disks().compress("raw", machine.files().memory(), compressed);
      return;
    }
    Path whole = directory.resolve("whole.tmp");
    try {
      writeWhole(whole);
      site.disks().compress("raw", whole, compressed);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private void writeWhole(Path whole) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    int mebibytes = machine.definition().spec().memoryMiB();
    var thin =
        new ThinMemory(
            MappedMemory.in(files.memoryThin(), mebibytes),
            MappedMemory.in(files.memoryBase(), mebibytes));
    try (FileChannel from = FileChannel.open(files.memoryThin());
        FileChannel base = FileChannel.open(files.memoryBase());
        FileChannel to =
            FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      thin.writeWhole(from, new ThinMemory.Source(base, site.disks().data(files.memoryBase())), to);
    }
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
