package dev.coracle.vm.qemu;

import dev.coracle.vm.Vm;
import dev.coracle.vm.process.LocalProcesses;
import java.nio.file.Path;

/**
 * A program that puts the machine {@code one} of a root to sleep or wakes it, whichever there is to
 * do, and dies after a step of that as by {@code kill -9}.
 */
final class InterferedSleep {
  static final int DIED = 137;

  private InterferedSleep() {}

  public static void main(String[] arguments) throws InterruptedException {
    SleepStep last = SleepStep.valueOf(arguments[2]);
    Vm vm =
        new QemuDriver(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                new LocalProcesses(System.getenv("PATH")))
            .with(step -> dieAfter(last, step))
            .find("one")
            .orElseThrow();
    switch (vm.state()) {
      case RUNNING -> vm.suspend();
      case SUSPENDED -> vm.start();
      case STOPPED, STARTING, STOPPING, BROKEN -> throw new IllegalStateException();
    }
  }

  private static void dieAfter(SleepStep last, SleepStep step) {
    if (step == last) {
      Runtime.getRuntime().halt(DIED);
    }
  }
}
