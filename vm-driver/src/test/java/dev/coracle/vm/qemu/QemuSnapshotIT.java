package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmState;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.LocalProcesses;
import dev.coracle.vm.process.Outcome;
import dev.coracle.vm.qemu.InterferedCommand.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens while a machine is copied, kept or restored, it loses neither memory nor disk.
 */
class QemuSnapshotIT {
  private static final LocalProcesses PROCESSES = new LocalProcesses(System.getenv("PATH"));
  private static final MachineProcesses RUNNING = new MachineProcesses(Path.of("/proc"));
  private static final Path NETWORK_PROGRAM = Path.of("target", "coracle-gvproxy").toAbsolutePath();
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Set<Step> TO_FREEZE = EnumSet.range(Step.LAYER_LINKED, Step.DISK_SWITCHED);
  private static final Set<Step> TO_RESTORE =
      EnumSet.range(Step.MEMORY_FORGOTTEN, Step.MEMORY_RESTORED);

  @TempDir private Path root;
  private QemuDriver driver;
  private Vm vm;
  private int boots;

  @BeforeAll
  static void buildNetworkProgram() throws InterruptedException {
    QemuDriverIT.buildNetworkProgram();
  }

  @BeforeEach
  void createMachine() throws IOException, InterruptedException {
    driver = new QemuDriver(root, NETWORK_PROGRAM, PROCESSES);
    assumeThat(driver.capabilities()).contains(Capability.SUSPEND);
    Files.write(root.resolve("guest.iso"), TinyGuest.image());
    Files.write(root.resolve("config.iso"), new byte[1 << 20]);
    vm =
        driver.create(
            new VmSpec(
                "one",
                root.resolve("one"),
                2,
                64,
                64,
                root.resolve("guest.iso"),
                Optional.empty(),
                root.resolve("config.iso"),
                List.of(),
                List.of()));
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    for (Vm each : driver.list()) {
      each.delete();
    }
    assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
    assertThat(root.resolve(".layers")).doesNotExist();
  }

  @Test
  void commandKilledWhileItCopiesASuspendedMachineLosesNothing() throws Exception {
    for (Step step : TO_FREEZE) {
      boot();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COPY, step);
      assertThat(driver.find("two")).isEmpty();
      Vm two = vm.copy(InterferedCommand.copied(vm.spec(), root));
      vm.start();
      goesOn(vm);
      two.start();
      goesOn(two);
      two.delete();
    }
  }

  @Test
  void machineThatWasBeingCopiedWakes() throws Exception {
    for (Step step : TO_FREEZE) {
      boot();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COPY, step);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void machineThatWasKeptWhileItRanGoesOn() throws Exception {
    Set<Step> steps = EnumSet.copyOf(TO_FREEZE);
    steps.addAll(EnumSet.of(Step.PAUSED, Step.COMMITTED, Step.SNAPSHOT_WRITTEN, Step.LOADED));
    for (Step step : steps) {
      boot();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.TAKE, step);
      boolean taken = step == Step.LOADED;
      assertThat(vm.snapshots().list()).hasSize(taken ? 1 : 0);
      vm.start();
      goesOn(vm);
      if (!taken) {
        vm.snapshots().take("a");
      }
      vm.snapshots().delete("a");
    }
  }

  @Test
  void commandKilledWhileItRestoresIsRepeated() throws Exception {
    boot();
    vm.snapshots().take("a");
    for (Step step : TO_RESTORE) {
      vm.start();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.RESTORE, step);
      assertThat(vm.state())
          .isEqualTo(step == Step.MEMORY_RESTORED ? VmState.SUSPENDED : VmState.STOPPED);
      vm.snapshots().restore("a");
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void interruptedSnapshotLeavesTheMachineRunningAndNothingElse() throws Exception {
    boot();
    for (Step step : TO_FREEZE) {
      Vm interrupted = driver.with(at -> interruptAt(step, at)).find("one").orElseThrow();
      try {
        interrupted.snapshots().take("a");
      } catch (InterruptedException expected) {
        assertThat(vm.snapshots().list()).isEmpty();
      }
      Thread.interrupted();
      assertThat(vm.state()).isEqualTo(VmState.RUNNING);
      vm.snapshots().delete("a");
    }
    goesOn(vm);
  }

  private static void interruptAt(Step wanted, Step step) {
    if (step == wanted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void disksAreSuchAsQemuMakes() throws Exception {
    boot();
    vm.stop(Duration.ZERO);
    vm.copy(InterferedCommand.copied(vm.spec(), root));
    for (String machine : List.of("one", "two")) {
      Path disk = root.resolve(machine).resolve("data.qcow2");
      assertThat(qemuImg("check", disk.toString())).contains("No errors were found");
      assertThat(qemuImg("info", "--backing-chain", disk.toString()))
          .contains("virtual size: 64 MiB", "backing file format: qcow2");
    }
    assertThat(qemuImg("compare", file("one"), file("two"))).contains("identical");
  }

  @Test
  void layersGoWithTheLastThatNeedsThem() throws Exception {
    boot();
    vm.stop(Duration.ZERO);
    vm.snapshots().take("a");
    Vm two = vm.snapshots().copy("a", InterferedCommand.copied(vm.spec(), root));
    assertThat(root.resolve(".layers")).isDirectoryContaining("glob:**.qcow2");
    two.copy(spec(two, "three")).delete();
    vm.delete();
    assertThat(root.resolve(".layers")).isDirectoryContaining("glob:**.qcow2");
    two.delete();
    assertThat(root.resolve(".layers")).doesNotExist();
  }

  private VmSpec spec(Vm other, String name) {
    VmSpec spec = other.spec();
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

  private String file(String machine) {
    return root.resolve(machine).resolve("data.qcow2").toString();
  }

  private static String qemuImg(String... arguments) throws InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/env", "qemu-img"));
    command.addAll(List.of(arguments));
    Outcome outcome = PROCESSES.run(new HostCommand(command, Path.of("/"), GRACE));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Exited.class, exited -> assertThat(exited.code()).as(exited.errors()).isZero());
    return ((Outcome.Exited) outcome).output();
  }

  private void boot() throws IOException, InterruptedException {
    vm.start();
    boots++;
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!Files.readString(vm.spec().consoleLog()).contains("boots " + counter())) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  /** As the guest prints it. */
  private char counter() {
    return (char) ('0' + boots);
  }

  /** The guest executes instructions and has not booted again. */
  private void goesOn(Vm machine) throws IOException, InterruptedException {
    assertThat(machine.state()).isEqualTo(VmState.RUNNING);
    assertThat(machine.problems()).isEmpty();
    machine.stop(GRACE);
    assertThat(Files.readString(machine.spec().consoleLog()))
        .contains("boots " + counter(), "poweroff")
        .doesNotContain("boots " + (char) (counter() + 1));
  }
}
