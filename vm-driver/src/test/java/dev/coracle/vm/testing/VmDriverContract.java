package dev.coracle.vm.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.coracle.errors.ErrorCode;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.PortForward;
import dev.coracle.vm.VmSpec.SharedFolder;
import dev.coracle.vm.VmState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every driver must do. The guest counts its boots on the data disk and prints {@code boots N}
 * on its console; the power button ends it.
 */
public abstract class VmDriverContract {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final String NAME = "one";

  @TempDir protected Path root;

  /** A driver as another process would make it, over the same hypervisor and {@link #root}. */
  protected abstract VmDriver driver();

  /** A machine that boots the guest, in {@code root.resolve(name)}. */
  protected abstract VmSpec spec(String name, List<PortForward> forwards);

  /** Makes what a suspended VM has saved useless, behind the driver's back. */
  protected abstract void spoilMemory(Vm vm) throws Exception;

  /** Ends a VM behind the driver's back. */
  protected abstract void killFromOutside(Vm vm) throws Exception;

  @AfterEach
  void deleteAll() throws InterruptedException {
    for (Vm vm : driver().list()) {
      vm.delete();
    }
  }

  @Test
  protected void isUsableHere() throws InterruptedException {
    assertThat(driver().health()).isNotInstanceOf(VmDriver.Health.Unusable.class);
  }

  @Test
  protected void createdVmIsStoppedAndFoundByAnotherProcess() throws InterruptedException {
    VmSpec spec = spec(NAME, List.of(forward(1234, 22)));
    driver().create(spec);
    Vm found = found(NAME);
    assertThat(found.state()).isEqualTo(VmState.STOPPED);
    assertThat(found.spec()).isEqualTo(spec);
    assertThat(found.problems()).isEmpty();
    assertThat(driver().list()).singleElement().extracting(Vm::spec).isEqualTo(spec);
  }

  @Test
  protected void unknownVmIsNotFound() throws InterruptedException {
    assertThat(driver().find("nobody")).isEmpty();
    assertThat(driver().list()).isEmpty();
  }

  @Test
  protected void nameIsTakenOnlyOnce() throws InterruptedException {
    driver().create(spec(NAME, List.of()));
    assertProblem(VmError.VM_EXISTS, () -> driver().create(spec(NAME, List.of())));
    assertThat(found(NAME).state()).isEqualTo(VmState.STOPPED);
  }

  @Test
  protected void startReturnsWhenTheVmRunsAndIsIdempotent() throws Exception {
    Vm vm = driver().create(spec(NAME, List.of()));
    vm.start();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(vm.problems()).isEmpty();
    awaitConsole(vm, "boots 1");
    found(NAME).start();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(console(vm)).contains("boots 1");
  }

  @Test
  protected void vmOutlivesWhoStartedItAndObeysThePowerButton() throws Exception {
    driver().create(spec(NAME, List.of())).start();
    Vm vm = found(NAME);
    awaitConsole(vm, "boots 1");
    vm.stop(GRACE);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(console(vm)).contains("poweroff");
    vm.stop(GRACE);
  }

  @Test
  protected void stopWithoutGracePowersOffAndDataStays() throws Exception {
    Vm vm = driver().create(spec(NAME, List.of()));
    for (int boot = 1; boot <= 3; boot++) {
      vm.start();
      awaitConsole(vm, "boots " + boot);
      vm.stop(Duration.ZERO);
      assertThat(vm.state()).isEqualTo(VmState.STOPPED);
      assertThat(console(vm)).doesNotContain("poweroff");
    }
  }

  @Test
  protected void deleteRemovesARunningVmAndItsDirectory() throws InterruptedException {
    Vm vm = driver().create(spec(NAME, List.of()));
    Path directory = vm.spec().directory();
    vm.start();
    vm.delete();
    assertThat(directory).doesNotExist();
    assertThat(driver().find(NAME)).isEmpty();
    assertProblem(VmError.VM_GONE, vm::state);
    assertProblem(VmError.VM_GONE, vm::start);
    vm.delete();
    vm.stop(GRACE);
    driver().create(spec(NAME, List.of()));
  }

  @Test
  protected void twoStartsAtOnceGiveOneVm() throws Exception {
    driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    Callable<Vm> start =
        () -> {
          Vm vm = found(NAME);
          vm.start();
          return vm;
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Vm> started : executor.invokeAll(List.of(start, start, start))) {
        assertThat(started.get().state()).isEqualTo(VmState.RUNNING);
      }
    }
    awaitConsole(found(NAME), "boots 1");
  }

  @Test
  protected void vmThatWasKilledStartsAgain() throws Exception {
    Vm vm = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    vm.start();
    awaitConsole(vm, "boots 1");
    killFromOutside(vm);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    vm.start();
    awaitConsole(vm, "boots 2");
  }

  @Test
  protected void portInUseIsNamedAndNothingIsLeftRunning() throws Exception {
    Vm vm;
    try (var holder = new ServerSocket(0, 1, LOOPBACK)) {
      vm = driver().create(spec(NAME, List.of(forward(holder.getLocalPort(), 22))));
      assertThatThrownBy(vm::start)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_PORT_IN_USE))
          .hasMessageContaining(":" + holder.getLocalPort());
      assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    }
    vm.start();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  protected void endpointIsWhereTheForwardIs() throws InterruptedException {
    Vm vm = driver().create(spec(NAME, List.of(forward(1234, 22))));
    assertThat(vm.endpoint(22)).contains(new InetSocketAddress(LOOPBACK, 1234));
    assertThat(vm.endpoint(23)).isEmpty();
  }

  @Test
  protected void stoppedVmIsReconfigured() throws Exception {
    Vm vm = driver().create(spec(NAME, List.of()));
    VmSpec old = vm.spec();
    VmSpec larger = resized(old, old.memoryMiB() * 2, old.diskMiB() * 2);
    vm.reconfigure(larger);
    assertThat(found(NAME).spec()).isEqualTo(larger);
    vm.start();
    awaitConsole(vm, "boots 1");
    assertProblem(VmError.VM_WRONG_STATE, () -> vm.reconfigure(old));
    vm.stop(Duration.ZERO);
    assertProblem(VmError.DRIVER_UNSUPPORTED, () -> vm.reconfigure(old));
    assertThat(vm.spec()).isEqualTo(larger);
  }

  @Test
  protected void interruptedStartLeavesNothingRunning() throws Exception {
    Vm vm = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    Thread.currentThread().interrupt();
    assertThatThrownBy(vm::start).isInstanceOf(InterruptedException.class);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    vm.start();
    awaitConsole(vm, "boots 1");
  }

  @Test
  protected void suspendedVmGoesOnWhereItWas() throws Exception {
    requireSuspend();
    driver().create(spec(NAME, List.of(forward(freePort(), 22)))).start();
    awaitConsole(found(NAME), "boots 1");
    for (int sleep = 1; sleep <= 2; sleep++) {
      found(NAME).suspend();
      Vm asleep = found(NAME);
      assertThat(asleep.state()).isEqualTo(VmState.SUSPENDED);
      assertThat(asleep.problems()).isEmpty();
      asleep.suspend();
      asleep.start();
      assertThat(found(NAME).state()).isEqualTo(VmState.RUNNING);
      assertThat(asleep.problems()).isEmpty();
    }
    found(NAME).stop(GRACE);
    assertThat(console(found(NAME))).contains("boots 1", "poweroff").doesNotContain("boots 2");
    found(NAME).start();
    awaitConsole(found(NAME), "boots 2");
  }

  @Test
  protected void suspendedVmIsNotReconfiguredAndForgetsWhenStopped() throws Exception {
    requireSuspend();
    Vm vm = driver().create(spec(NAME, List.of()));
    assertProblem(VmError.VM_WRONG_STATE, vm::suspend);
    vm.start();
    awaitConsole(vm, "boots 1");
    vm.suspend();
    assertProblem(VmError.VM_WRONG_STATE, () -> vm.reconfigure(vm.spec()));
    vm.stop(GRACE);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    vm.reconfigure(vm.spec());
    vm.start();
    awaitConsole(vm, "boots 2");
  }

  @Test
  protected void spoiledMemoryIsToldOnceAndTheVmBoots() throws Exception {
    requireSuspend();
    Vm vm = driver().create(spec(NAME, List.of()));
    vm.start();
    awaitConsole(vm, "boots 1");
    vm.suspend();
    spoilMemory(vm);
    assertProblem(VmError.VM_RESUME_FAILED, vm::start);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    vm.start();
    awaitConsole(vm, "boots 2");
  }

  @Test
  protected void suspendedVmIsDeletedWithAllItHas() throws Exception {
    requireSuspend();
    Vm vm = driver().create(spec(NAME, List.of()));
    Path directory = vm.spec().directory();
    vm.start();
    vm.suspend();
    vm.delete();
    assertThat(directory).doesNotExist();
    assertThat(driver().list()).isEmpty();
  }

  private void requireSuspend() throws InterruptedException {
    assumeThat(driver().capabilities()).contains(Capability.SUSPEND);
  }

  @Test
  protected void whatADriverCannotDoItRefuses() throws InterruptedException {
    Vm vm = driver().create(spec(NAME, List.of()));
    var folder = new SharedFolder("tag", root, true);
    assertRefusedWithout(Capability.SUSPEND, vm::suspend);
    assertRefusedWithout(Capability.SNAPSHOT, vm::snapshots);
    assertRefusedWithout(Capability.SHARED_FOLDER, () -> vm.guestMount(folder));
    VmSpec s = spec("two", List.of());
    assertRefusedWithout(
        Capability.SHARED_FOLDER,
        () ->
            driver()
                .create(
                    new VmSpec(
                        s.name(),
                        s.directory(),
                        s.cpus(),
                        s.memoryMiB(),
                        s.diskMiB(),
                        s.iso(),
                        s.directBoot(),
                        s.configDisk(),
                        s.forwards(),
                        List.of(folder))));
    assertThat(s.directory()).doesNotExist();
  }

  private void assertRefusedWithout(Capability capability, ThrowingCallable operation)
      throws InterruptedException {
    if (!driver().capabilities().contains(capability)) {
      assertProblem(VmError.DRIVER_UNSUPPORTED, operation);
    }
  }

  protected static final java.net.InetAddress LOOPBACK =
      java.net.InetAddress.ofLiteral("127.77.9.9");

  protected static PortForward forward(int hostPort, int guestPort) {
    return new PortForward(
        new InetSocketAddress(LOOPBACK, hostPort), guestPort, PortForward.Protocol.TCP);
  }

  protected static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  protected final Vm found(String name) throws InterruptedException {
    Optional<Vm> vm = driver().find(name);
    assertThat(vm).isPresent();
    return vm.orElseThrow();
  }

  protected static void assertProblem(ErrorCode code, ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  protected static String console(Vm vm) throws IOException {
    Path log = vm.spec().consoleLog();
    return Files.exists(log) ? Files.readString(log) : "";
  }

  protected static void awaitConsole(Vm vm, String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!console(vm).contains(text)) {
      assertThat(System.nanoTime()).as("console: %s", console(vm)).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static VmSpec resized(VmSpec s, int memoryMiB, int diskMiB) {
    return new VmSpec(
        s.name(),
        s.directory(),
        s.cpus(),
        memoryMiB,
        diskMiB,
        s.iso(),
        s.directBoot(),
        s.configDisk(),
        s.forwards(),
        s.folders());
  }
}
