package dev.coracle.vm.qemu;

import dev.coracle.vm.process.LocalProcesses;
import java.nio.file.Path;

/** A program that starts the machine {@code one} of a root, to be killed while it does. */
final class StartOne {
  private StartOne() {}

  public static void main(String[] arguments) throws InterruptedException {
    var processes = new LocalProcesses(System.getenv("PATH"));
    new QemuDriver(Path.of(arguments[0]), Path.of(arguments[1]), processes)
        .find("one")
        .orElseThrow()
        .start();
  }
}
