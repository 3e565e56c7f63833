package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmState;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.LocalProcesses;
import dev.coracle.vm.process.Outcome;
import dev.coracle.vm.testing.VmDriverContract;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real machines of this host's QEMU. */
class QemuDriverIT extends VmDriverContract {
  private static final HostProcesses PROCESSES = new LocalProcesses(System.getenv("PATH"));
  private static final Path NETWORK_PROGRAM = Path.of("target", "coracle-gvproxy").toAbsolutePath();
  private static final MachineProcesses RUNNING = new MachineProcesses(Path.of("/proc"));

  @BeforeAll
  static void buildNetworkProgram() throws InterruptedException {
    Path build = Path.of("..", "node", "gvproxy", "build").toAbsolutePath().normalize();
    assertThat(
            PROCESSES.run(
                new HostCommand(
                    List.of(build.toString(), NETWORK_PROGRAM.toString()),
                    Path.of("/"),
                    Duration.ofMinutes(10))))
        .isInstanceOfSatisfying(
            Outcome.Exited.class, built -> assertThat(built.code()).as(built.errors()).isZero());
  }

  @BeforeEach
  void writeGuest() throws IOException {
    Files.write(root.resolve("guest.iso"), TinyGuest.image());
    Files.write(root.resolve("config.iso"), new byte[1 << 20]);
  }

  @AfterEach
  void nothingIsLeftRunning() throws InterruptedException {
    for (Vm vm : driver().list()) {
      vm.delete();
    }
    assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
  }

  @Override
  protected VmDriver driver() {
    return new QemuDriver(root, NETWORK_PROGRAM, PROCESSES);
  }

  @Override
  protected VmSpec spec(String name, List<VmSpec.PortForward> forwards) {
    return new VmSpec(
        name,
        root.resolve(name),
        2,
        64,
        64,
        root.resolve("guest.iso"),
        Optional.empty(),
        root.resolve("config.iso"),
        forwards,
        List.of());
  }

  @Override
  protected void killFromOutside(Vm vm) throws InterruptedException {
    kill(vm.spec().directory().resolve("qemu.pid"));
  }

  @Override
  protected void spoilMemory(Vm vm) throws IOException {
    Path saved = vm.spec().directory().resolve("suspended.json");
    Files.writeString(
        saved, Files.readString(saved).replaceAll("\"qemu\": \"[0-9]+", "\"qemu\": \"7"));
  }

  private static void kill(Path pidFile) throws InterruptedException {
    List<ProcessHandle> processes = RUNNING.with(pidFile);
    assertThat(processes).isNotEmpty();
    processes.forEach(ProcessHandle::destroyForcibly);
    while (!RUNNING.with(pidFile).isEmpty()) {
      Thread.sleep(5);
    }
  }

  @Test
  void networkEndsWithQemu() throws Exception {
    Vm vm = driver().create(spec("one", List.of(forward(freePort(), 22))));
    vm.start();
    Path networkPid = vm.spec().directory().resolve("network.pid");
    assertThat(RUNNING.with(networkPid)).hasSize(1);
    killFromOutside(vm);
    awaitNone(networkPid);
  }

  @Test
  void forwardListensWhileTheMachineRuns() throws Exception {
    int port = freePort();
    Vm vm = driver().create(spec("one", List.of(forward(port, 22))));
    vm.start();
    new Socket(LOOPBACK, port).close();
    vm.stop(Duration.ZERO);
    assertThat(freeAgain(port)).isTrue();
  }

  @Test
  void lostNetworkIsAProblemUntilStartBringsItBack() throws Exception {
    int port = freePort();
    Vm vm = driver().create(spec("one", List.of(forward(port, 22))));
    vm.start();
    awaitConsole(vm, "boots 1");
    kill(vm.spec().directory().resolve("network.pid"));
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.VM_NETWORK_LOST);
    vm.start();
    assertThat(vm.problems()).isEmpty();
    new Socket(LOOPBACK, port).close();
    assertThat(console(vm)).doesNotContain("boots 2");
    // The network process would have gone again if QEMU had not connected to it
    Thread.sleep(1500);
    assertThat(vm.problems()).isEmpty();
  }

  @Test
  void machineWithoutItsDirectoryIsStillFoundAndDeleted() throws Exception {
    Vm vm = driver().create(spec("one", List.of()));
    vm.start();
    Path directory = vm.spec().directory();
    Files.move(directory, root.resolve(".removed"));
    Vm orphan = driver().list().getFirst();
    assertThat(orphan.state()).isEqualTo(VmState.BROKEN);
    assertThat(orphan.problems()).extracting(Problem::code).containsExactly(VmError.VM_BROKEN);
    orphan.delete();
    assertThat(driver().list()).isEmpty();
  }

  @Test
  void unreadableDefinitionIsBrokenAndDeleted() throws Exception {
    Vm vm = driver().create(spec("one", List.of()));
    vm.start();
    Files.writeString(vm.spec().directory().resolve("vm.json"), "{\"version\":2}");
    Vm broken = found("one");
    assertThat(broken.state()).isEqualTo(VmState.BROKEN);
    assertProblem(VmError.VM_BROKEN, broken::start);
    assertProblem(VmError.VM_BROKEN, broken::spec);
    broken.delete();
    assertThat(driver().find("one")).isEmpty();
  }

  @Test
  void machineWithoutItsDiskIsBroken() throws Exception {
    Vm vm = driver().create(spec("one", List.of()));
    Files.delete(vm.spec().directory().resolve("data.qcow2"));
    assertThat(vm.state()).isEqualTo(VmState.BROKEN);
    assertProblem(VmError.VM_BROKEN, vm::start);
  }

  @Test
  void leftoversOfAnInterruptedCreateAreNoMachineAndNoObstacle() throws Exception {
    Path directory = Files.createDirectory(root.resolve("one"));
    Files.writeString(directory.resolve("data.qcow2"), "half");
    assertThat(driver().find("one")).isEmpty();
    Vm vm = driver().create(spec("one", List.of()));
    vm.start();
    awaitConsole(vm, "boots 1");
  }

  @Test
  void networkOfAnInterruptedStartIsReplaced() throws Exception {
    int port = freePort();
    Vm vm = driver().create(spec("one", List.of(forward(port, 22))));
    VmFiles files = new VmFiles(vm.spec().directory(), vm.spec().directory());
    PROCESSES.run(
        new HostCommand(
            NetworkArguments.of(NETWORK_PROGRAM, files, vm.spec().forwards()),
            Path.of("/"),
            Duration.ofSeconds(10)));
    assertThat(RUNNING.with(files.networkPid())).hasSize(1);
    vm.start();
    assertThat(RUNNING.with(files.networkPid())).hasSize(1);
    assertThat(vm.problems()).isEmpty();
  }

  @Test
  void deepDirectoryIsNoObstacle() throws Exception {
    Path deep = root.resolve("d".repeat(100));
    VmDriver driver = new QemuDriver(deep, NETWORK_PROGRAM, PROCESSES);
    VmSpec s = spec("one", List.of(forward(freePort(), 22)));
    Vm vm =
        driver.create(
            new VmSpec(
                s.name(),
                deep.resolve("one"),
                s.cpus(),
                s.memoryMiB(),
                s.diskMiB(),
                s.iso(),
                s.directBoot(),
                s.configDisk(),
                s.forwards(),
                s.folders()));
    vm.start();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    vm.delete();
    assertThat(RUNNING.pidFilesBelow(deep)).isEmpty();
  }

  @Test
  void stoppedQemuDoesNotAnswerAndIsEndedByStop() throws Exception {
    Vm vm = driver().create(spec("one", List.of()));
    vm.start();
    ProcessHandle qemu = RUNNING.with(vm.spec().directory().resolve("qemu.pid")).getFirst();
    signal("STOP", qemu);
    vm.stop(Duration.ofSeconds(1));
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
  }

  @Test
  void noTerminalReachesTheProcesses() throws Exception {
    Vm vm = driver().create(spec("one", List.of()));
    vm.start();
    for (String pidFile : List.of("qemu.pid", "network.pid")) {
      ProcessHandle process = RUNNING.with(vm.spec().directory().resolve(pidFile)).getFirst();
      assertThat(session(process)).isNotEqualTo(session(ProcessHandle.current()));
    }
  }

  /** Field 6 of {@code /proc/PID/stat}; the second one, in parentheses, may contain spaces. */
  private static String session(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
  }

  @Test
  void interruptionAtAnyPointLeavesAllOrNothing() throws Exception {
    int port = freePort();
    Vm vm = driver().create(spec("one", List.of(forward(port, 22))));
    for (int milliseconds = 2; milliseconds < 300; milliseconds += 13) {
      Thread starting = Thread.ofVirtual().start(() -> startQuietly(vm));
      Thread.sleep(milliseconds);
      starting.interrupt();
      starting.join();
      if (vm.state() != VmState.STOPPED) {
        assertThat(vm.problems()).isEmpty();
        vm.stop(Duration.ZERO);
      }
      assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
      assertThat(freeAgain(port)).isTrue();
    }
    vm.start();
    awaitConsole(vm, "boots ");
    assertThat(vm.problems()).isEmpty();
  }

  private static void startQuietly(Vm vm) {
    try {
      vm.start();
    } catch (InterruptedException expected) {
      return;
    }
  }

  @Test
  void startKilledAtAnyPointIsRepairedByTheNext() throws Exception {
    driver().create(spec("one", List.of(forward(freePort(), 22))));
    for (int milliseconds : List.of(150, 300, 450)) {
      Process starting =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  StartOne.class.getName(),
                  root.toString(),
                  NETWORK_PROGRAM.toString())
              .inheritIO()
              .start();
      Thread.sleep(milliseconds);
      starting.destroyForcibly().waitFor();
      Vm vm = found("one");
      vm.start();
      assertThat(vm.state()).isEqualTo(VmState.RUNNING);
      assertThat(vm.problems()).isEmpty();
      awaitConsole(vm, "boots ");
      vm.stop(Duration.ZERO);
    }
  }

  private static void signal(String name, ProcessHandle process) throws InterruptedException {
    PROCESSES.run(
        new HostCommand(
            List.of("/bin/kill", "-" + name, Long.toString(process.pid())),
            Path.of("/"),
            Duration.ofSeconds(5)));
  }

  private static void awaitNone(Path pidFile) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!RUNNING.with(pidFile).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static boolean freeAgain(int port) throws IOException {
    try (var socket = new java.net.ServerSocket(port, 1, LOOPBACK)) {
      return socket.isBound();
    }
  }
}
