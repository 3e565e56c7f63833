package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Snapshots;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The snapshots of one machine: each a directory of its name, which is there whole or not at all.
 */
record QemuSnapshots(Machine machine, Site site, Lifecycle lifecycle) implements Snapshots {
  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}";
  private static final String DRAFT = ".draft";
  private static final String REMOVED = ".removed";
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  @Override
  public List<Snapshot> list() throws InterruptedException {
    List<Snapshot> all = new ArrayList<>();
    if (Files.isDirectory(directory())) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory())) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (!Set.of(DRAFT, REMOVED).contains(name)) {
            SnapshotFiles files = new SnapshotFiles(entry);
            all.add(
                new Snapshot(
                    name,
                    SnapshotRecord.read(files.about()).taken(),
                    Files.exists(files.suspended())));
          }
        }
      } catch (IOException e) {
        throw lifecycle.space().explain(e);
      }
    }
    all.sort(Comparator.comparing(Snapshot::taken).thenComparing(Snapshot::name));
    return List.copyOf(all);
  }

  @Override
  public void take(String name) throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      SnapshotFiles files = files(name);
      if (Files.exists(files.directory())) {
        throw new ProblemException(
            VmError.SNAPSHOT_EXISTS, machine.name() + " already has a snapshot " + name);
      }
      boolean rested = lifecycle.rests();
      if (!rested) {
        lifecycle.suspend(piece -> {});
      }
      try {
        keep(lifecycle.freeze(), files);
      } finally {
        if (!rested) {
          Uninterrupted.run(() -> lifecycle.start(piece -> {}));
        }
      }
    } catch (IOException e) {
      throw lifecycle.space().explain(e);
    }
  }

  private void keep(FrozenMachine frozen, SnapshotFiles files) throws IOException {
    clear();
    Path draft = Files.createDirectories(directory().resolve(DRAFT));
    boolean kept = false;
    try {
      frozen.write(new SnapshotFiles(draft), Instant.now());
      site.hook().done(Step.SNAPSHOT_WRITTEN);
      Files.move(draft, files.directory(), StandardCopyOption.ATOMIC_MOVE);
      DurableFile.syncDirectory(directory());
      DurableFile.syncDirectory(machine.files().directory());
      kept = true;
    } finally {
      if (!kept) {
        clear();
      }
    }
  }

  /** Removes what an interrupted command has left. */
  private void clear() throws IOException {
    Disks.removeTree(directory().resolve(DRAFT));
    Disks.removeTree(directory().resolve(REMOVED));
  }

  @Override
  public void restore(String name) throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      FrozenMachine frozen = read(name);
      machine.endQemu(END_LIMIT);
      machine.endNetwork(END_LIMIT);
      machine.removeSockets();
      new Restorer(frozen, machine, site).restore();
      site.layers().collect();
    } catch (IOException e) {
      throw lifecycle.space().explain(e);
    }
  }

  @Override
  public long mebibytes(String name) throws InterruptedException {
    SnapshotFiles files = files(name);
    try {
      return Files.exists(files.about())
          ? site.disks()
              .mebibytes(
                  files.directory(), site.layers().path(SnapshotRecord.read(files.about()).layer()))
          : 0;
    } catch (IOException e) {
      throw lifecycle.space().explain(e);
    }
  }

  @Override
  public void delete(String name) throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      clear();
      if (Files.exists(files(name).directory())) {
        Files.move(
            files(name).directory(), directory().resolve(REMOVED), StandardCopyOption.ATOMIC_MOVE);
        clear();
        site.layers().collect();
      }
    } catch (IOException e) {
      throw lifecycle.space().explain(e);
    }
  }

  @Override
  public Vm copy(String name, VmSpec spec) throws InterruptedException {
    return new Copier(machine, site).copy(spec, () -> read(name));
  }

  private FrozenMachine read(String name) throws IOException {
    SnapshotFiles files = files(name);
    if (!Files.exists(files.directory())) {
      throw new ProblemException(
          VmError.SNAPSHOT_NOT_FOUND, machine.name() + " has no snapshot " + name);
    }
    FrozenMachine frozen = FrozenMachine.read(files, machine.files().directory());
    site.layers().requireWhole(frozen.layer());
    return frozen;
  }

  private SnapshotFiles files(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return new SnapshotFiles(directory().resolve(name));
  }

  private Path directory() {
    return machine.files().snapshots();
  }
}
