package dev.coracle.vm.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.coracle.errors.ErrorCode;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Snapshots.Snapshot;
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
    requireCapability(Capability.SUSPEND);
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
  protected void pausedVmStandsStillUntilItIsStarted() throws Exception {
    requireCapability(Capability.PAUSE);
    Vm vm = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    assertProblem(VmError.VM_WRONG_STATE, vm::pause);
    boot(vm, 1);
    for (int time = 0; time < 2; time++) {
      found(NAME).pause();
      Vm paused = found(NAME);
      assertThat(paused.state()).isEqualTo(VmState.PAUSED);
      assertThat(paused.problems()).isEmpty();
      paused.pause();
      assertThat(paused.state()).isEqualTo(VmState.PAUSED);
      assertProblem(VmError.VM_WRONG_STATE, () -> paused.reconfigure(paused.spec()));
      paused.start();
      assertThat(found(NAME).state()).isEqualTo(VmState.RUNNING);
      assertThat(paused.problems()).isEmpty();
    }
    goesOn(vm, 1);
    assertProblem(VmError.VM_WRONG_STATE, vm::pause);
  }

  @Test
  protected void pausedVmShutsDownIsPoweredOffAndDeleted() throws Exception {
    requireCapability(Capability.PAUSE);
    Vm vm = driver().create(spec(NAME, List.of()));
    boot(vm, 1);
    vm.pause();
    vm.stop(GRACE);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(console(vm)).contains("poweroff");
    boot(vm, 2);
    vm.pause();
    vm.stop(Duration.ZERO);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(console(vm)).doesNotContain("poweroff");
    boot(vm, 3);
    vm.pause();
    vm.delete();
    assertThat(driver().list()).isEmpty();
  }

  @Test
  protected void pausedVmIsPutToSleepAndThenRuns() throws Exception {
    requireCapability(Capability.PAUSE);
    requireCapability(Capability.SUSPEND);
    Vm vm = driver().create(spec(NAME, List.of()));
    boot(vm, 1);
    vm.pause();
    vm.suspend();
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    assertProblem(VmError.VM_WRONG_STATE, vm::pause);
    vm.start();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    vm.pause();
    assertThat(vm.state()).isEqualTo(VmState.PAUSED);
    vm.start();
    goesOn(vm, 1);
  }

  @Test
  protected void snapshotOfAPausedVmLetsItGoOn() throws Exception {
    requireCapability(Capability.PAUSE);
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.SNAPSHOT);
    Vm vm = driver().create(spec(NAME, List.of()));
    boot(vm, 1);
    vm.pause();
    assertProblem(VmError.VM_WRONG_STATE, () -> vm.copy(spec("two", List.of())));
    vm.snapshots().take("a");
    goesOn(vm, 1);
    boot(vm, 2);
    vm.pause();
    vm.snapshots().restore("a");
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    vm.start();
    goesOn(vm, 1);
  }

  @Test
  protected void suspendedVmIsNotReconfiguredAndForgetsWhenStopped() throws Exception {
    requireCapability(Capability.SUSPEND);
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
    requireCapability(Capability.SUSPEND);
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
    requireCapability(Capability.SUSPEND);
    Vm vm = driver().create(spec(NAME, List.of()));
    Path directory = vm.spec().directory();
    vm.start();
    vm.suspend();
    vm.delete();
    assertThat(directory).doesNotExist();
    assertThat(driver().list()).isEmpty();
  }

  @Test
  protected void copyOfAStoppedVmHasItsDataAndALifeOfItsOwn() throws Exception {
    requireCapability(Capability.CLONE);
    Vm one = driver().create(spec(NAME, List.of()));
    boot(one, 1);
    one.stop(Duration.ZERO);
    VmSpec spec = spec("two", List.of(forward(freePort(), 22)));
    found(NAME).copy(resized(spec, spec.memoryMiB(), spec.diskMiB() * 2));
    Vm two = found("two");
    assertThat(two.state()).isEqualTo(VmState.STOPPED);
    assertThat(two.spec().diskMiB()).isEqualTo(spec.diskMiB() * 2);
    assertThat(one.state()).isEqualTo(VmState.STOPPED);
    boot(one, 2);
    boot(two, 2);
    one.stop(Duration.ZERO);
    boot(one, 3);
    one.delete();
    two.stop(Duration.ZERO);
    boot(two, 3);
  }

  @Test
  protected void copyOfASuspendedVmGoesOnWhereTheOriginalWas() throws Exception {
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.CLONE);
    driver().create(spec(NAME, List.of(forward(freePort(), 22)))).start();
    awaitConsole(found(NAME), "boots 1");
    found(NAME).suspend();
    for (String name : List.of("two", "three")) {
      found(NAME).copy(spec(name, List.of(forward(freePort(), 22))));
      assertThat(found(name).state()).isEqualTo(VmState.SUSPENDED);
    }
    assertThat(found(NAME).state()).isEqualTo(VmState.SUSPENDED);
    found(NAME).start();
    found("two").start();
    goesOn(found(NAME), 1);
    found(NAME).delete();
    goesOn(found("two"), 1);
    found("two").delete();
    found("three").start();
    goesOn(found("three"), 1);
    boot(found("three"), 2);
  }

  @Test
  protected void compactedVmGoesOnWhereItWas() throws Exception {
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.CLONE);
    Vm one = driver().create(spec(NAME, List.of()));
    one.compact();
    boot(one, 1);
    one.suspend();
    one.copy(spec("two", List.of()));
    one.compact();
    one.start();
    one.compact();
    one.suspend();
    one.compact();
    assertThat(one.state()).isEqualTo(VmState.SUSPENDED);
    one.start();
    goesOn(one, 1);
    found("two").start();
    goesOn(found("two"), 1);
  }

  @Test
  protected void copyOfACopySleepsAndWakesAsAnyOther() throws Exception {
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.CLONE);
    Vm one = driver().create(spec(NAME, List.of()));
    boot(one, 1);
    one.suspend();
    Vm two = one.copy(spec("two", List.of()));
    Vm three = two.copy(spec("three", List.of()));
    one.delete();
    two.start();
    two.suspend();
    two.delete();
    three.start();
    three.suspend();
    three.start();
    goesOn(three, 1);
  }

  @Test
  protected void onlyAVmAtRestIsCopiedAndUnderAFreeName() throws Exception {
    requireCapability(Capability.CLONE);
    Vm one = driver().create(spec(NAME, List.of()));
    driver().create(spec("two", List.of()));
    assertProblem(VmError.VM_EXISTS, () -> one.copy(spec("two", List.of())));
    assertProblem(VmError.VM_EXISTS, () -> one.copy(spec(NAME, List.of())));
    VmSpec three = spec("three", List.of());
    assertProblem(
        VmError.DRIVER_UNSUPPORTED,
        () -> one.copy(resized(three, three.memoryMiB(), three.diskMiB() / 2)));
    one.start();
    assertProblem(VmError.VM_WRONG_STATE, () -> one.copy(three));
    assertThat(driver().find("three")).isEmpty();
    assertThat(three.directory()).doesNotExist();
  }

  @Test
  protected void snapshotOfAStoppedVmRestoresDiskAndSpec() throws Exception {
    requireCapability(Capability.SNAPSHOT);
    Vm vm = driver().create(spec(NAME, List.of()));
    VmSpec old = vm.spec();
    boot(vm, 1);
    vm.stop(Duration.ZERO);
    vm.snapshots().take("a");
    vm.reconfigure(resized(old, old.memoryMiB() * 2, old.diskMiB() * 2));
    boot(vm, 2);
    for (int time = 0; time < 2; time++) {
      found(NAME).snapshots().restore("a");
      assertThat(vm.state()).isEqualTo(VmState.STOPPED);
      assertThat(vm.spec()).isEqualTo(old);
      boot(vm, 2);
    }
  }

  @Test
  protected void snapshotOfARunningVmGoesOnWhereItWas() throws Exception {
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.SNAPSHOT);
    Vm vm = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    boot(vm, 1);
    vm.snapshots().take("running");
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(vm.problems()).isEmpty();
    goesOn(vm, 1);
    boot(vm, 2);
    vm.suspend();
    vm.snapshots().take("suspended");
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    for (int time = 0; time < 2; time++) {
      vm.snapshots().restore("running");
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      vm.start();
      goesOn(vm, 1);
      boot(vm, 2);
    }
    vm.snapshots().restore("suspended");
    vm.start();
    goesOn(vm, 2);
  }

  @Test
  protected void snapshotsAreListedAndEachGoesByItself() throws Exception {
    requireCapability(Capability.SNAPSHOT);
    Vm vm = driver().create(spec(NAME, List.of()));
    boot(vm, 1);
    vm.stop(Duration.ZERO);
    vm.snapshots().take("a");
    boot(vm, 2);
    vm.snapshots().take("b");
    vm.stop(Duration.ZERO);
    boot(vm, 3);
    vm.stop(Duration.ZERO);
    vm.snapshots().take("c.1_D-");
    assertThat(found(NAME).snapshots().list())
        .extracting(Snapshot::name, Snapshot::memory)
        .containsExactly(tuple("a", false), tuple("b", true), tuple("c.1_D-", false));
    assertThat(vm.snapshots().list()).extracting(Snapshot::taken).isSorted();
    assertProblem(VmError.SNAPSHOT_EXISTS, () -> vm.snapshots().take("b"));
    assertProblem(VmError.SNAPSHOT_NOT_FOUND, () -> vm.snapshots().restore("d"));
    vm.snapshots().delete("b");
    vm.snapshots().delete("b");
    assertProblem(VmError.SNAPSHOT_NOT_FOUND, () -> vm.snapshots().restore("b"));
    boot(vm, 4);
    vm.snapshots().restore("c.1_D-");
    boot(vm, 4);
    vm.snapshots().restore("a");
    boot(vm, 2);
    assertThat(vm.snapshots().list()).extracting(Snapshot::name).containsExactly("a", "c.1_D-");
  }

  @Test
  protected void snapshotIsCopiedAndTheCopyOutlivesIt() throws Exception {
    requireCapability(Capability.SNAPSHOT);
    requireCapability(Capability.CLONE);
    Vm one = driver().create(spec(NAME, List.of()));
    boot(one, 1);
    one.snapshots().take("a");
    assertProblem(
        VmError.SNAPSHOT_NOT_FOUND, () -> one.snapshots().copy("b", spec("two", List.of())));
    Vm two = one.snapshots().copy("a", spec("two", List.of()));
    assertThat(one.state()).isEqualTo(VmState.RUNNING);
    assertThat(two.snapshots().list()).isEmpty();
    one.snapshots().delete("a");
    one.delete();
    two.start();
    goesOn(two, 1);
  }

  @Test
  protected void vmThatIsSetAsideComesBackWithAllItHad() throws Exception {
    requireCapability(Capability.RENAME);
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.SNAPSHOT);
    Vm one = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    boot(one, 1);
    one.snapshots().take("a");
    one.stop(Duration.ZERO);
    boot(one, 2);
    one.suspend();
    Vm aside = one.rename("aside");
    assertThat(driver().find(NAME)).isEmpty();
    assertThat(spec(NAME, List.of()).directory()).doesNotExist();
    assertThat(aside.spec().name()).isEqualTo("aside");
    assertThat(found("aside").state()).isEqualTo(VmState.SUSPENDED);
    Vm other = driver().create(spec(NAME, List.of()));
    boot(other, 1);
    assertProblem(VmError.VM_EXISTS, () -> found("aside").rename(NAME));
    other.delete();
    found("aside").rename(NAME);
    assertThat(driver().list()).hasSize(1);
    Vm back = found(NAME);
    back.start();
    goesOn(back, 2);
    back.snapshots().restore("a");
    back.start();
    goesOn(back, 1);
  }

  @Test
  protected void onlyAVmAtRestIsRenamed() throws Exception {
    requireCapability(Capability.RENAME);
    Vm one = driver().create(spec(NAME, List.of()));
    boot(one, 1);
    assertProblem(VmError.VM_WRONG_STATE, () -> one.rename("aside"));
    one.stop(Duration.ZERO);
    Vm aside = one.rename("aside");
    Path directory = aside.spec().directory();
    aside.delete();
    assertThat(directory).doesNotExist();
    assertThat(driver().list()).isEmpty();
  }

  @Test
  protected void snapshotTakesSpaceUntilItIsDeleted() throws Exception {
    requireCapability(Capability.SUSPEND);
    requireCapability(Capability.SNAPSHOT);
    Vm vm = driver().create(spec(NAME, List.of()));
    boot(vm, 1);
    vm.snapshots().take("a");
    assertThat(vm.snapshots().mebibytes("a")).isPositive();
    vm.snapshots().delete("a");
    assertThat(vm.snapshots().mebibytes("a")).isZero();
  }

  @Test
  protected void exportedVmIsMadeAnewWithItsData(@TempDir Path exported) throws Exception {
    requireCapability(Capability.EXPORT);
    Vm one = driver().create(spec(NAME, List.of()));
    boot(one, 1);
    assertProblem(VmError.VM_WRONG_STATE, () -> one.export(exported));
    one.stop(Duration.ZERO);
    one.export(exported);
    VmSpec two = spec("two", List.of(forward(freePort(), 22)));
    assertProblem(VmError.VM_EXISTS, () -> driver().create(spec(NAME, List.of()), exported, true));
    one.delete();
    driver().create(two, exported, true);
    assertThat(found("two").state()).isEqualTo(VmState.STOPPED);
    assertThat(found("two").spec()).isEqualTo(two);
    boot(found("two"), 2);
  }

  @Test
  protected void exportedVmGoesOnWhereItWas(@TempDir Path exported) throws Exception {
    requireCapability(Capability.EXPORT);
    requireCapability(Capability.SUSPEND);
    Vm one = driver().create(spec(NAME, List.of(forward(freePort(), 22))));
    boot(one, 1);
    one.suspend();
    one.export(exported);
    assertThat(one.state()).isEqualTo(VmState.SUSPENDED);
    one.delete();
    for (String name : List.of(NAME, "two")) {
      Vm imported = driver().create(spec(name, List.of()), exported, true);
      assertThat(imported.state()).isEqualTo(VmState.SUSPENDED);
      imported.start();
      goesOn(imported, 1);
    }
    Vm three = driver().create(spec("three", List.of()), exported, false);
    assertThat(three.state()).isEqualTo(VmState.STOPPED);
    boot(three, 2);
    VmSpec four = spec("four", List.of());
    assertProblem(
        VmError.VM_RESUME_FAILED,
        () -> driver().create(withCpus(four, four.cpus() + 1), exported, true));
    assertThat(four.directory()).doesNotExist();
    driver().create(withCpus(four, four.cpus() + 1), exported, false);
  }

  @Test
  protected void damagedExportMakesNoVm(@TempDir Path exported) throws Exception {
    requireCapability(Capability.EXPORT);
    Vm one = driver().create(spec(NAME, List.of()));
    one.export(exported);
    one.delete();
    List<Path> files;
    try (var all = Files.list(exported)) {
      files = all.toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      Files.write(file, new byte[content.length]);
      assertProblem(
          VmError.EXPORT_BROKEN, () -> driver().create(spec(NAME, List.of()), exported, true));
      Files.write(file, content);
    }
    assertThat(driver().list()).isEmpty();
    assertThat(spec(NAME, List.of()).directory()).doesNotExist();
  }

  private static VmSpec withCpus(VmSpec s, int cpus) {
    return new VmSpec(
        s.name(),
        s.directory(),
        cpus,
        s.memoryMiB(),
        s.diskMiB(),
        s.iso(),
        s.directBoot(),
        s.configDisk(),
        s.forwards(),
        s.folders());
  }

  private void requireCapability(Capability capability) throws InterruptedException {
    assumeThat(driver().capabilities()).contains(capability);
  }

  private static void boot(Vm vm, int count) throws IOException, InterruptedException {
    vm.start();
    awaitConsole(vm, "boots " + count);
  }

  /** It runs, has not booted since it did so for the count's time, and ends when it is told to. */
  private static void goesOn(Vm vm, int count) throws IOException, InterruptedException {
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    vm.stop(GRACE);
    assertThat(console(vm))
        .contains("boots " + count, "poweroff")
        .doesNotContain("boots " + (count + 1));
  }

  @Test
  protected void whatADriverCannotDoItRefuses() throws InterruptedException {
    Vm vm = driver().create(spec(NAME, List.of()));
    var folder = new SharedFolder("tag", root, true);
    assertRefusedWithout(Capability.SUSPEND, vm::suspend);
    assertRefusedWithout(Capability.PAUSE, vm::pause);
    assertRefusedWithout(Capability.SNAPSHOT, vm::snapshots);
    assertRefusedWithout(Capability.CLONE, () -> vm.copy(spec("two", List.of())));
    assertRefusedWithout(Capability.RENAME, () -> vm.rename("two"));
    assertRefusedWithout(Capability.EXPORT, () -> vm.export(root));
    assertRefusedWithout(
        Capability.EXPORT, () -> driver().create(spec("two", List.of()), root, false));
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
