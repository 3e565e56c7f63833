package dev.coracle.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Disk images that nobody writes to any more, in {@code ROOT/.layers}: what disks of machines are
 * made upon, and what snapshots keep. One goes when no disk, no snapshot and no other layer names
 * it. A machine's disk names its layer by a path relative to {@code ROOT/NAME}, which as well leads
 * there from a layer.
 */
record Layers(Path root, MachineLocks locks) {
  private static final String DIRECTORY = ".layers";
  private static final String SUFFIX = ".qcow2";

  /** The layer of this ID. */
  Path path(String id) {
    return directory().resolve(id + SUFFIX);
  }

  /** The layers below an image, the nearest first. */
  List<Path> below(Path image) throws IOException {
    List<Path> all = new ArrayList<>();
    Optional<String> id = idBelow(image);
    while (id.isPresent()) {
      Path layer = path(id.get());
      if (all.contains(layer)) {
        throw new IOException(image + " is made upon itself");
      }
      all.add(layer);
      id = idBelow(layer);
    }
    return List.copyOf(all);
  }

  private static Optional<String> idBelow(Path image) throws IOException {
    Optional<String> backing = Qcow2.read(image).backing();
    return backing.isPresent() ? Optional.of(id(image, backing.get())) : Optional.empty();
  }

  private static String id(Path image, String backing) throws IOException {
    String before = reference("");
    String prefix = before.substring(0, before.length() - SUFFIX.length());
    if (!backing.startsWith(prefix) || !backing.endsWith(SUFFIX)) {
      throw new IOException(image + " is made upon " + backing);
    }
    return backing.substring(prefix.length(), backing.length() - SUFFIX.length());
  }

  private static String reference(String id) {
    return "../" + DIRECTORY + "/" + id + SUFFIX;
  }

  /** Makes an empty disk upon a layer, synced. */
  static void makeDisk(Path disk, String layer, long size) throws IOException {
    Files.deleteIfExists(disk);
    DurableFile.create(disk, Qcow2.overlay(reference(layer), size));
  }

  /**
   * Makes what a machine's disk holds a layer; the machine has an empty disk upon it then. Does
   * nothing if that is so already. The caller holds the machine's lock, and nothing runs.
   *
   * @param saved what fits the disk, if the machine is suspended; it fits at every step
   * @return the layer's ID
   */
  String freeze(VmFiles files, Optional<SavedMemory> saved, Step.Hook hook)
      throws IOException, InterruptedException {
    Path disk = files.dataDisk();
    Qcow2 header = Qcow2.read(disk);
    if (header.empty() && header.backing().isPresent()) {
      return id(disk, header.backing().get());
    }
    String id = UUID.randomUUID().toString();
    try (var _ = locks.hold(DIRECTORY)) {
      Files.createDirectories(
          directory(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createLink(path(id), disk);
      DurableFile.syncDirectory(directory());
      DurableFile.syncDirectory(root);
      hook.done(Step.LAYER_LINKED);
      makeDisk(files.diskDraft(), id, header.size());
      hook.done(Step.OVERLAY_MADE);
      if (saved.isPresent()) {
        saved.get().upon(disk, path(id), files.diskDraft()).write(files.suspended());
        hook.done(Step.MARKER_FITS_BOTH);
      }
      Files.move(files.diskDraft(), disk, StandardCopyOption.ATOMIC_MOVE);
      DurableFile.syncDirectory(files.directory());
      hook.done(Step.DISK_SWITCHED);
    }
    return id;
  }

  /**
   * @throws IOException if the layer, or one below it, is not there
   */
  void requireWhole(String id) throws IOException {
    below(path(id));
  }

  /** Moves a machine's directory within the root, while nobody looks which layers it names. */
  void move(Path machine, Path to) throws IOException, InterruptedException {
    try (var _ = locks.hold(DIRECTORY)) {
      Files.move(machine, to, StandardCopyOption.ATOMIC_MOVE);
      DurableFile.syncDirectory(root);
    }
  }

  /** Removes the layers that nobody names; none if there is an image that cannot be read. */
  void collect() throws IOException, InterruptedException {
    if (!Files.isDirectory(directory())) {
      return;
    }
    try (var _ = locks.hold(DIRECTORY)) {
      remove(used());
    }
  }

  private void remove(Optional<Set<Path>> used) throws IOException {
    if (used.isEmpty()) {
      return;
    }
    for (Path layer : entries(directory())) {
      if (!used.get().contains(layer)) {
        Files.delete(layer);
      }
    }
    if (used.get().isEmpty()) {
      Files.delete(directory());
    }
  }

  private Optional<Set<Path>> used() {
    try {
      Set<Path> used = new HashSet<>();
      for (Path machine : entries(root)) {
        VmFiles files = new VmFiles(machine, machine);
        if (Files.exists(files.dataDisk())) {
          used.addAll(below(files.dataDisk()));
        }
        for (Path snapshot : entries(files.snapshots())) {
          Path about = new SnapshotFiles(snapshot).about();
          if (Files.exists(about)) {
            Path layer = path(SnapshotRecord.read(about).layer());
            used.add(layer);
            used.addAll(below(layer));
          }
        }
      }
      return Optional.of(used);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        all.forEach(entries::add);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return entries;
  }

  private Path directory() {
    return root.resolve(DIRECTORY);
  }
}
