package dev.coracle.vm;

import java.util.List;

/** The saved states of one VM, oldest first, each with a name that is unique in it. */
public interface Snapshots {
  List<String> list() throws InterruptedException;

  /** Saves memory, if the VM runs, and disk. */
  void take(String name) throws InterruptedException;

  /** Returns the VM to what it was; what it has become since is lost. */
  void restore(String name) throws InterruptedException;

  /** Removes a snapshot, not what the VM is now. Does nothing if already gone. */
  void delete(String name) throws InterruptedException;
}
