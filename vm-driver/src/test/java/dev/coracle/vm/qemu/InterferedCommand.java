package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.LocalProcesses;
import dev.coracle.vm.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that does something with the machine {@code one} of a root, and dies after a step of
 * that as by {@code kill -9}.
 */
final class InterferedCommand {
  private static final int DIED = 137;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What it can do. */
  enum Command {
    SUSPEND,
    START,
    /** A snapshot {@code a}. */
    TAKE,
    /** Of {@code a}. */
    RESTORE,
    /** To a machine {@code two}. */
    COPY,
    COMPACT
  }

  private InterferedCommand() {}

  /** Returns once it is dead. */
  static void run(Path root, Path networkProgram, Command command, Step last)
      throws InterruptedException {
    Outcome outcome =
        new LocalProcesses(System.getenv("PATH"))
            .run(
                new HostCommand(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterferedCommand.class.getName(),
                        root.toString(),
                        networkProgram.toString(),
                        command.name(),
                        last.name()),
                    Path.of("/"),
                    LIMIT));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Exited.class,
            exited -> assertThat(exited.code()).as(exited.errors()).isEqualTo(DIED));
  }

  public static void main(String[] arguments) throws InterruptedException {
    Step last = Step.valueOf(arguments[3]);
    Path root = Path.of(arguments[0]);
    Vm vm =
        new QemuDriver(root, Path.of(arguments[1]), new LocalProcesses(System.getenv("PATH")))
            .with(step -> dieAfter(last, step))
            .find("one")
            .orElseThrow();
    switch (Command.valueOf(arguments[2])) {
      case SUSPEND -> vm.suspend();
      case START -> vm.start();
      case TAKE -> vm.snapshots().take("a");
      case RESTORE -> vm.snapshots().restore("a");
      case COPY -> vm.copy(copied(vm.spec(), root, "two"));
      case COMPACT -> vm.compact();
    }
  }

  /** What a copy of this name is to be. */
  static VmSpec copied(VmSpec spec, Path root, String name) {
    return new VmSpec(
        name,
        root.resolve(name),
        spec.cpus(),
        spec.memoryMiB(),
        spec.diskMiB(),
        spec.iso(),
        spec.directBoot(),
        spec.configDisk(),
        List.of(),
        List.of());
  }

  private static void dieAfter(Step last, Step step) {
    if (step == last) {
      Runtime.getRuntime().halt(DIED);
    }
  }
}
