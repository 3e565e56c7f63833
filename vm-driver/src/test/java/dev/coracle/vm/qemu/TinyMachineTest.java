package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmState;
import dev.coracle.vm.process.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a real machine, {@code one}, whose guest counts how often it has booted. */
abstract class TinyMachineTest {
  static final LocalProcesses PROCESSES = new LocalProcesses(System.getenv("PATH"));
  static final MachineProcesses RUNNING = new MachineProcesses(Path.of("/proc"));
  static final Path NETWORK_PROGRAM = Path.of("target", "coracle-gvproxy").toAbsolutePath();
  static final Duration GRACE = Duration.ofSeconds(60);

  @TempDir Path root;
  QemuDriver driver;
  Vm vm;
  private int boots;

  @BeforeAll
  static void buildNetworkProgram() throws InterruptedException {
    QemuDriverIT.buildNetworkProgram();
  }

  @BeforeEach
  void createMachine() throws IOException, InterruptedException {
    prepareRoot();
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

  /** Before anything is in it. */
  void prepareRoot() throws IOException, InterruptedException {}

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    for (Vm each : driver.list()) {
      each.delete();
    }
    assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
    assertThat(root.resolve(".layers")).doesNotExist();
  }

  /** Starts a machine that is stopped. */
  final void boot() throws IOException, InterruptedException {
    vm.start();
    awaitBoot();
  }

  final void awaitBoot() throws IOException, InterruptedException {
    boots++;
    awaitConsole("boots " + counter());
  }

  /** As the guest prints it. */
  private char counter() {
    return (char) ('0' + boots);
  }

  /** The guest executes instructions and has not booted again. */
  final void goesOn(Vm machine) throws IOException, InterruptedException {
    assertThat(machine.state()).isEqualTo(VmState.RUNNING);
    assertThat(machine.problems()).isEmpty();
    machine.stop(GRACE);
    assertThat(Files.readString(machine.spec().consoleLog()))
        .contains("boots " + counter(), "poweroff")
        .doesNotContain("boots " + (char) (counter() + 1));
  }

  final void awaitConsole(String text) throws IOException, InterruptedException {
    Path log = vm.spec().consoleLog();
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!Files.exists(log) || !Files.readString(log).contains(text)) {
      assertThat(System.nanoTime()).as(text).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
