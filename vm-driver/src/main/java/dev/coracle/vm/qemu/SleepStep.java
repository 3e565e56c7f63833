package dev.coracle.vm.qemu;

/** What has just been done on the way to sleep or from it; between any two the power may fail. */
enum SleepStep {
  PAUSED("pause the guest"),
  MEMORY_SAVED("save the memory"),
  MEMORY_SYNCED("sync the disks"),
  COMMITTED("say that it sleeps"),
  QEMU_GONE("end QEMU"),
  NETWORK_STARTED("start the network"),
  QEMU_STARTED("start QEMU"),
  LOADED("load the memory"),
  CONSUMED("say that it is awake"),
  RUNS("let the guest go on");

  /** For people. */
  final String title;

  SleepStep(String title) {
    this.title = title;
  }

  /** Told of each step. Tests end the program in it. */
  interface Hook {
    void done(SleepStep step);
  }
}
