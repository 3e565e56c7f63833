package dev.coracle.vm.qemu;

import dev.coracle.json.JsonException;
import dev.coracle.vm.qemu.ThinMemory.Source;
import java.io.IOException;
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

  /** What is compared, and the file that comes of it. */
  private record Work(
      String marker, FileChannel memory, FileChannel base, FileChannel draft, Object key)
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
    VmFiles files = machine.files();
    Optional<Work> begun;
    try (var _ = site.locks().hold(machine.name())) {
      begun = begin();
    }
    if (begun.isEmpty()) {
      return;
    }
    try (Work work = begun.get()) {
      boolean worth = write(work);
      site.hook().done(Step.THIN_WRITTEN);
      try (var _ = site.locks().hold(machine.name())) {
        if (!isStillSo(work)) {
          return;
        }
        if (worth) {
          finish();
        } else {
          // The next memory would have no more in common with it
          Files.delete(files.memoryBase());
        }
      }
    } catch (NoSuchFileException awake) {
      // Or removed: nobody needs it any more
    } finally {
      if (isDraft(begun.get())) {
        Files.deleteIfExists(files.thinDraft());
      }
    }
  }

  /** Empty if there is nothing to gain. */
  private Optional<Work> begin() throws IOException {
    VmFiles files = machine.files();
    if (!machine.isSuspended() || !Files.exists(files.memoryBase()) || isThin()) {
      return Optional.empty();
    }
    boolean isOthersToo = (int) Files.getAttribute(files.memoryBase(), "unix:nlink") > 1;
    if (!isOthersToo || !isOneOfThisMachine(files.memoryBase())) {
      Files.delete(files.memoryBase());
      return Optional.empty();
    }
    if (!isOneOfThisMachine(files.memory()) || !new HostSpace(files.directory()).has(2 * MOST)) {
      return Optional.empty();
    }
    Files.deleteIfExists(files.thinDraft());
    String marker = Files.readString(files.suspended());
    FileChannel draft =
        FileChannel.open(
            files.thinDraft(),
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Optional.of(
        new Work(
            marker,
            FileChannel.open(files.memory()),
            FileChannel.open(files.memoryBase()),
            draft,
            key(files.thinDraft())));
  }

  /** Also of one that cannot be understood: to tell that is the next start's. */
  private boolean isThin() throws IOException {
    try {
      return SavedMemory.read(machine.files().suspended()).isThin();
    } catch (IllegalArgumentException | JsonException e) {
      return true;
    }
  }

  private boolean isOneOfThisMachine(Path memory) {
    try {
      in(memory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private MappedMemory in(Path memory) throws IOException {
    return MappedMemory.in(memory, machine.definition().spec().memoryMiB());
  }

  /** Whether it is written, durably, which is worth it only if little differs. */
  private boolean write(Work work) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    boolean written =
        new ThinMemory(in(files.memory()), in(files.memoryBase()))
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

  private boolean isStillSo(Work work) throws IOException {
    return isDraft(work) && work.marker().equals(Files.readString(machine.files().suspended()));
  }

  /** Whether it is this that is there under the name, and not that of somebody later. */
  private boolean isDraft(Work work) throws IOException {
    Path draft = machine.files().thinDraft();
    return Files.exists(draft) && work.key().equals(key(draft));
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private void finish() throws IOException {
    VmFiles files = machine.files();
    Files.move(files.thinDraft(), files.memoryThin(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.syncDirectory(files.directory());
    site.hook().done(Step.THIN_NAMED);
    SavedMemory.read(files.suspended()).upon(files, files.memoryThin()).write(files.suspended());
    site.hook().done(Step.THINNED);
    Files.delete(files.memory());
  }
}
