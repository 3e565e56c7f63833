package dev.coracle.vm.qemu;

import dev.coracle.json.JsonException;
import dev.coracle.vm.qemu.ThinMemory.Source;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Makes the saved memory of a machine that was woken from memory that others have too what it does
 * not have in common with that. The machine's lock is held to begin and to end this, not while it
 * reads and writes: who wakes the machine meanwhile is not waited for, and does not wait.
 */
record Thinner(Machine machine, Site site) {
  /**
   * More than this is not loaded in the time that its pages would take to be copied when the guest
   * writes to them.
   */
  private static final long MOST = 200L << 20;

  /**
   * What is compared, and the file that comes of it.
   *
   * @param marker what {@code suspended.json} said
   * @param key of the file, however it is called
   */
  private record Work(
      String marker,
      ThinMemory thin,
      FileChannel memory,
      FileChannel base,
      FileChannel draft,
      Object key)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (memory;
          base) {
        draft.close();
      }
    }
  }

  void run() throws IOException, InterruptedException {
    Optional<Work> begun;
    try (var _ = site.locks().hold(machine.name())) {
      begun = begin();
    }
    if (begun.isPresent()) {
      try (Work work = begun.get()) {
        try {
          goOn(work);
        } catch (IOException e) {
          // While what was written still takes its space
          throw new HostSpace(machine.files().directory()).explain(e);
        } finally {
          if (isDraft(work)) {
            Files.deleteIfExists(machine.files().thinDraft());
          }
        }
      }
    }
  }

  /** Empty if there is nothing to gain. */
  private Optional<Work> begin() throws IOException {
    VmFiles files = machine.files();
    Optional<SavedMemory> saved = saved();
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    if (saved.get().isThin()) {
      // Who made it so may not have come to that
      removeWhole();
      return Optional.empty();
    }
    Files.deleteIfExists(files.thinDraft());
    Files.deleteIfExists(files.memoryThin());
    if (!Files.exists(files.memoryBase())) {
      return Optional.empty();
    }
    Optional<MappedMemory> base = understood(files.memoryBase());
    if (base.isEmpty() || !hasOtherName(files.memoryBase())) {
      Files.delete(files.memoryBase());
      return Optional.empty();
    }
    Optional<MappedMemory> memory = understood(files.memory());
    boolean worth =
        memory.isPresent()
            && !hasOtherName(files.memory())
            && new HostSpace(files.directory()).has(2 * Math.min(MOST, memory.get().size()));
    return worth
        ? Optional.of(begin(new ThinMemory(memory.orElseThrow(), base.get())))
        : Optional.empty();
  }

  private Work begin(ThinMemory thin) throws IOException {
    VmFiles files = machine.files();
    FileChannel draft =
        FileChannel.open(
            files.thinDraft(),
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Work(
        Files.readString(files.suspended()),
        thin,
        FileChannel.open(files.memory()),
        FileChannel.open(files.memoryBase()),
        draft,
        key(files.thinDraft()));
  }

  /** Empty also if it cannot be understood: to tell that is the next start's. */
  private Optional<SavedMemory> saved() throws IOException {
    try {
      return Optional.of(SavedMemory.read(machine.files().suspended()));
    } catch (NoSuchFileException | IllegalArgumentException | JsonException e) {
      return Optional.empty();
    }
  }

  /** Empty if it is not memory of such a machine. */
  private Optional<MappedMemory> understood(Path memory) throws ClosedByInterruptException {
    try {
      return Optional.of(MappedMemory.in(memory, machine.definition().spec().memoryMiB()));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean hasOtherName(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:nlink") > 1;
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private void goOn(Work work) throws IOException, InterruptedException {
    boolean written;
    try {
      written = write(work);
    } catch (IOException e) {
      if (isStillSo(work)) {
        throw e;
      }
      return;
    }
    site.hook().done(Step.THIN_WRITTEN);
    try (var _ = site.locks().hold(machine.name())) {
      if (!isStillSo(work) || !isDraft(work)) {
        return;
      }
      if (written) {
        finish();
      } else {
        // The next memory would have no more in common with it
        Files.delete(machine.files().memoryBase());
      }
    }
  }

  /** Whether it is written, durably; else too much differs, or nobody needs it any more. */
  private boolean write(Work work) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    boolean written =
        work.thin()
            .write(
                new Source(work.memory(), site.disks().data(files.memory())),
                new Source(work.base(), site.disks().data(files.memoryBase())),
                work.draft(),
                MOST,
                machine::isSuspended);
    if (written) {
      work.draft().force(true);
    }
    return written;
  }

  /** Whether the machine has neither been woken nor removed, nor has got another disk. */
  private boolean isStillSo(Work work) throws IOException {
    try {
      return work.marker().equals(Files.readString(machine.files().suspended()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether it is this that is there under the name, and not that of somebody later. */
  private boolean isDraft(Work work) throws IOException {
    try {
      return work.key().equals(key(machine.files().thinDraft()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void finish() throws IOException {
    VmFiles files = machine.files();
    Files.move(files.thinDraft(), files.memoryThin(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.syncDirectory(files.directory());
    site.hook().done(Step.THIN_NAMED);
    try {
      SavedMemory.read(files.suspended()).upon(files, files.memoryThin()).write(files.suspended());
    } finally {
      if (saved().filter(SavedMemory::isThin).isEmpty()) {
        Files.move(files.memoryThin(), files.thinDraft());
      }
    }
    site.hook().done(Step.THINNED);
    removeWhole();
  }

  /** Of memory that is thin, once that is durable. */
  private void removeWhole() throws IOException {
    DurableFile.syncDirectory(machine.files().directory());
    Files.deleteIfExists(machine.files().memory());
  }
}
