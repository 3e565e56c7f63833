package dev.coracle.vm.qemu;

/**
 * What has just been done to a machine that is put to sleep, woken, made smaller, frozen or
 * restored; between any two the power may fail.
 */
enum Step {
  FREE_MEMORY_KNOWN("ask for free memory"),
  PAUSED("pause the guest"),
  MEMORY_SAVED("save the memory"),
  MEMORY_SYNCED("sync the disks"),
  COMMITTED("say that it sleeps"),
  QEMU_GONE("end QEMU"),
  NETWORK_STARTED("start the network"),
  QEMU_STARTED("start QEMU"),
  LOADED("load the memory"),
  CONSUMED("say that it is awake"),
  RUNS("let the guest go on"),
  THIN_WRITTEN("write what is not others' too"),
  THIN_NAMED("give it its name"),
  THINNED("say that the memory is thin"),
  LAYER_LINKED("make the disk a layer"),
  OVERLAY_MADE("make a disk upon it"),
  MARKER_FITS_BOTH("make the memory fit both"),
  DISK_SWITCHED("go on with the new disk"),
  SNAPSHOT_WRITTEN("write the snapshot"),
  MEMORY_FORGOTTEN("forget what was"),
  DEFINITION_RESTORED("restore the definition"),
  DISK_RESTORED("restore the disk"),
  MEMORY_RESTORED("restore the memory");

  /** For people. */
  final String title;

  Step(String title) {
    this.title = title;
  }

  /** Told of each step. Tests end the program in it. */
  interface Hook {
    void done(Step step);
  }
}
