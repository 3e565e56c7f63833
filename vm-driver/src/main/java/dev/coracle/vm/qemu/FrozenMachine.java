package dev.coracle.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a machine at rest is, where nothing changes it any more: a layer and, if it sleeps, a memory
 * file. All that are made of it share both. Nobody writes to that file, and who has loaded it
 * removes only the name by which it knew it.
 *
 * @param layer the ID of what its disk holds
 * @param asleep empty if it was stopped
 */
record FrozenMachine(Definition definition, String layer, Optional<Asleep> asleep) {

  /**
   * What it goes on with.
   *
   * @param base what the memory is upon, if it is thin
   * @param console what its guest had printed
   */
  record Asleep(SavedMemory saved, Path memory, Optional<Path> base, Path console) {}

  /** The machine's own files are part of this: the caller holds its lock as long as it uses it. */
  static FrozenMachine of(Machine machine, String layer) throws IOException {
    VmFiles files = machine.files();
    Optional<Asleep> asleep = Optional.empty();
    if (machine.isSuspended()) {
      SavedMemory saved = SavedMemory.read(files.suspended());
      asleep =
          Optional.of(
              new Asleep(
                  saved,
                  saved.file(files),
                  Optional.of(files.memoryBase()).filter(_ -> saved.isThin()),
                  files.console()));
    }
    return new FrozenMachine(machine.definition(), layer, asleep);
  }

  /**
   * A snapshot's.
   *
   * @param machine the directory of the machine that it was taken of
   * @throws IOException also if a file is damaged
   */
  static FrozenMachine read(SnapshotFiles files, Path machine) throws IOException {
    try {
      Optional<Asleep> asleep = Optional.empty();
      if (Files.exists(files.suspended())) {
        SavedMemory saved = SavedMemory.read(files.suspended());
        asleep =
            Optional.of(
                new Asleep(
                    saved,
                    files.memory(),
                    Optional.of(files.memoryBase()).filter(_ -> saved.isThin()),
                    files.console()));
      }
      return new FrozenMachine(
          Definition.read(files.definition(), machine),
          SnapshotRecord.read(files.about()).layer(),
          asleep);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Durable when it returns, but for the directory's own name. */
  void write(SnapshotFiles files, Instant taken) throws IOException {
    definition.write(files.definition());
    if (asleep.isPresent()) {
      Asleep it = asleep.get();
      MappedMemory.share(it.memory(), files.memory());
      if (it.base().isPresent()) {
        MappedMemory.share(it.base().get(), files.memoryBase());
      }
      Files.copy(it.console(), files.console());
      it.saved().write(files.suspended());
    }
    new SnapshotRecord(taken, layer).write(files.about());
  }
}
