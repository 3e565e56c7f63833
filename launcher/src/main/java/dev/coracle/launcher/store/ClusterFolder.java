package dev.coracle.launcher.store;

import static java.util.Objects.requireNonNull;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.files.FileTree;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/**
 * Where the files of one cluster lie.
 *
 * @param vm the VM's own directory; its driver makes and removes it
 */
public record ClusterFolder(Path directory, Path vm) {
  private static final String JSON = ".json";

  public Path file() {
    return directory.resolve("cluster.json");
  }

  /** Keys and certificates, those for SSH too. */
  public Path pki() {
    return directory.resolve("pki");
  }

  public Path configDisk() {
    return directory.resolve("config.iso");
  }

  /** Names the process that is going to stop the cluster, if there is one. */
  public Path scheduledStop() {
    return directory.resolve("scheduled-stop.json");
  }

  /** Names the process that looks after the cluster while no command does, if there is one. */
  public Path attendant() {
    return directory.resolve("attendant.json");
  }

  /** What the cluster was when a snapshot was taken. */
  public Path snapshot(String id) {
    return snapshots().resolve(id + JSON);
  }

  /** Of the snapshots that have such a file. */
  public List<String> snapshotIds() {
    if (!Files.isDirectory(snapshots())) {
      return List.of();
    }
    try (var files = Files.list(snapshots())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(JSON) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - JSON.length()))
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, snapshots() + " could not be read: " + e, e);
    }
  }

  private Path snapshots() {
    return directory.resolve("snapshots");
  }

  /** Names the snapshot that the cluster is being restored from, if it is. */
  public Path restoring() {
    return directory.resolve("restoring");
  }

  /** What is on its way out of here, or into. */
  public Path transfer() {
    return directory.resolve("transfer");
  }

  /** Makes that directory, with nothing in it. */
  public void makeTransfer() {
    removeTransfer();
    Home.makeDirectory(transfer());
  }

  public void removeTransfer() {
    try {
      FileTree.remove(transfer());
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, transfer() + " could not be removed: " + e, e);
    }
  }

  public void makePki() {
    Home.makeDirectory(pki());
  }

  /** Of a deleted cluster: what it was like when it was. */
  public Path deleted() {
    return directory.resolve("deleted.json");
  }

  /** What happened to the cluster, one JSON object per line. */
  public Path events() {
    return directory.resolve("events.jsonl");
  }

  /** What the driver knows the VM by. */
  public String vmName() {
    return vm.getFileName().toString();
  }

  /**
   * When the cluster's file was last written, or {@link #use} called; the epoch if there is none.
   */
  public Instant used() {
    try {
      return Files.getLastModifiedTime(file()).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /** Remembers that the cluster was used, where that can be remembered. */
  public void use(Instant now) {
    try {
      Files.setLastModifiedTime(file(), FileTime.from(now));
    } catch (IOException e) {
      // Only the order in which to clear up depends on it.
      return;
    }
  }

  public boolean exists() {
    return Files.exists(directory);
  }

  /** Makes the folder, for its owner only. */
  public void make() {
    Home.makeDirectory(directory);
  }

  /** Adds a line to the events, if there is a folder: events never stand in a command's way. */
  public void appendEvent(byte[] line) {
    if (exists()) {
      Lines.append(events(), line);
    }
  }

  /** Moves the folder, but for the VM's, where there is none yet. Atomic, and durable. */
  public void moveTo(ClusterFolder other) {
    try {
      var parent = requireNonNull(other.directory.getParent());
      Home.makeDirectory(parent);
      Files.move(directory, other.directory, StandardCopyOption.ATOMIC_MOVE);
      AtomicFile.force(parent);
      AtomicFile.force(requireNonNull(directory.getParent()));
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, directory + " could not be moved: " + e, e);
    }
  }

  /**
   * Removes the folder with all in it, and what a driver left of the VM's; does nothing if there is
   * none. cluster.json goes last, so that an interrupted removal is still known to be one.
   */
  public void remove() {
    try {
      FileTree.remove(vm);
      FileTree.remove(directory, file());
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, directory + " could not be removed: " + e, e);
    }
  }
}
