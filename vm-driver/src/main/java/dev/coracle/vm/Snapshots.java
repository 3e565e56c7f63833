package dev.coracle.vm;

import dev.coracle.errors.ProblemException;
import java.time.Instant;
import java.util.List;

/** The saved states of one VM. They are part of it: what deletes it deletes them. */
public interface Snapshots {
  /**
   * One of them.
   *
   * @param name unique in its VM: letters, digits, {@code _}, {@code -} and {@code .}, not first
   * @param memory whether the guest goes on where it was; else it boots from its disk
   */
  record Snapshot(String name, Instant taken, boolean memory) {}

  /** Oldest first. */
  List<Snapshot> list() throws InterruptedException;

  /**
   * Saves what the VM is: disk, {@link Vm#spec()} and, unless it is stopped, memory. A running VM
   * runs on and stands still only meanwhile; so does one that is paused. All or nothing.
   *
   * @throws ProblemException {@link VmError#SNAPSHOT_EXISTS}, {@link VmError#VM_WRONG_STATE} if it
   *     is broken or about to start or stop; {@link VmError#VM_RESUME_FAILED} as of {@link
   *     Vm#copy}; what {@link Vm#suspend()} and {@link Vm#start()} throw: then a VM that ran may be
   *     suspended
   */
  void take(String name) throws InterruptedException;

  /**
   * Makes the VM what it was, suspended if the snapshot has memory, else stopped. What it has
   * become since is lost; one that runs is powered off. The snapshot stays. Interrupted, it leaves
   * the VM stopped, with the disk of before or of the snapshot, and can be done again.
   *
   * @throws ProblemException {@link VmError#SNAPSHOT_NOT_FOUND}, when nothing has changed
   */
  void restore(String name) throws InterruptedException;

  /** What a snapshot takes on disk, whoever else may share it; 0 if it is gone. */
  long mebibytes(String name) throws InterruptedException;

  /** Removes a snapshot, not what the VM is now. Does nothing if already gone. */
  void delete(String name) throws InterruptedException;

  /**
   * Makes a VM that is what this one was, as {@link Vm#copy} does of what it is. Needs {@link
   * VmDriver.Capability#CLONE}.
   *
   * @throws ProblemException {@link VmError#SNAPSHOT_NOT_FOUND}, {@link VmError#VM_EXISTS}
   */
  Vm copy(String name, VmSpec spec) throws InterruptedException;
}
