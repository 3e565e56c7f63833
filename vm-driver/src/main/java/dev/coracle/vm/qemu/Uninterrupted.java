package dev.coracle.vm.qemu;

import java.io.IOException;

/** Work that must be done also in an interrupted thread, which stays interrupted. */
interface Uninterrupted {
  void work() throws IOException, InterruptedException;

  static void run(Uninterrupted work) throws IOException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      work.work();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
