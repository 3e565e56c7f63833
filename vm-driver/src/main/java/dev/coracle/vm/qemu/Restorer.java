package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;
import dev.coracle.vm.qemu.FrozenMachine.Asleep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Makes a machine of what one was, at no cost: an empty disk upon a layer, and another name of a
 * memory file. The caller holds the machine's lock, and that of who owns what it is made of.
 */
record Restorer(FrozenMachine frozen, Machine machine, Site site) {
  private static final long MIB = 1 << 20;

  /** Makes a new machine, which exists once its definition is written. All or nothing. */
  void create(VmSpec spec) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    boolean made = false;
    try {
      site.disks().makeDirectory(files);
      Layers.makeDisk(files.dataDisk(), frozen.layer(), spec.diskMiB() * MIB);
      remember(spec);
      new Definition(uuid(), spec).write(files.definition());
      DurableFile.syncDirectory(site.root());
      made = true;
    } finally {
      if (!made) {
        site.disks().removeAll(files);
      }
    }
  }

  /** A guest that goes on has seen the number already. */
  private UUID uuid() {
    return frozen.asleep().isPresent() ? frozen.definition().uuid() : UUID.randomUUID();
  }

  /**
   * Makes the machine what it was; nothing of it runs. At any point between, it is stopped and has
   * the one or the other disk.
   */
  void restore() throws IOException {
    VmFiles files = machine.files();
    VmSpec spec = frozen.definition().spec();
    Layers.makeDisk(files.diskDraft(), frozen.layer(), spec.diskMiB() * MIB);
    SavedMemory.remove(files);
    site.hook().done(Step.MEMORY_FORGOTTEN);
    frozen.definition().write(files.definition());
    site.hook().done(Step.DEFINITION_RESTORED);
    Files.move(files.diskDraft(), files.dataDisk(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.syncDirectory(files.directory());
    site.hook().done(Step.DISK_RESTORED);
    remember(spec);
    site.hook().done(Step.MEMORY_RESTORED);
  }

  /** Makes it suspended, if there is memory. */
  private void remember(VmSpec spec) throws IOException {
    if (frozen.asleep().isPresent()) {
      Asleep asleep = frozen.asleep().get();
      VmFiles files = machine.files();
      VmSpec was = frozen.definition().spec();
      Files.copy(asleep.console(), files.console(), StandardCopyOption.REPLACE_EXISTING);
      MappedMemory.share(asleep.memory(), asleep.saved().file(files));
      if (asleep.base().isPresent()) {
        MappedMemory.share(asleep.base().get(), files.memoryBase());
      }
      DurableFile.syncDirectory(files.directory());
      asleep
          .saved()
          .moved(new Place(was, site.files(was.directory())), new Place(spec, files))
          .write(files.suspended());
    }
  }
}
