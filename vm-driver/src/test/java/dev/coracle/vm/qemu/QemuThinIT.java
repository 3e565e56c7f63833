package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.qemu.InterferedCommand.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved memory that becomes thin is the same memory, whatever happens meanwhile. */
class QemuThinIT extends TinyMachineTest {
  /** Suspended memory, most of which another machine has, too: the one that is returned. */
  private Vm sleepLikeAnother() throws Exception {
    boot();
    vm.suspend();
    Vm two = vm.copy(InterferedCommand.copied(vm.spec(), root, "two"));
    vm.start();
    vm.suspend();
    return two;
  }

  private Path file(String name) {
    return root.resolve("one").resolve(name);
  }

  private void assertThin() throws InterruptedException {
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    assertThat(file("memory")).doesNotExist();
    assertThat(file("memory.thin")).exists();
    assertThat(file("thin.tmp")).doesNotExist();
    assertThat(vm.canCompact()).isFalse();
  }

  @Test
  void memoryThatAnotherHasTooIsKeptOnce() throws Exception {
    Vm two = sleepLikeAnother();
    assertThat(vm.canCompact()).isTrue();
    vm.compact();
    assertThin();
    vm.compact();
    assertThin();
    vm.start();
    assertThat(file("memory.thin")).doesNotExist();
    vm.suspend();
    vm.compact();
    assertThin();
    vm.start();
    goesOn(vm);
    two.start();
    goesOn(two);
  }

  @Test
  void commandKilledAtAnyStepLosesNothing() throws Exception {
    for (Step step : EnumSet.range(Step.THIN_WRITTEN, Step.THINNED)) {
      Vm two = sleepLikeAnother();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COMPACT, step);
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      vm.start();
      assertThat(file("memory")).doesNotExist();
      assertThat(file("memory.thin")).doesNotExist();
      assertThat(file("thin.tmp")).doesNotExist();
      goesOn(vm);
      two.delete();
    }
  }

  @Test
  void commandKilledAtAnyStepIsDoneAgain() throws Exception {
    for (Step step : EnumSet.range(Step.THIN_WRITTEN, Step.THINNED)) {
      Vm two = sleepLikeAnother();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COMPACT, step);
      vm.compact();
      assertThin();
      vm.start();
      goesOn(vm);
      two.delete();
    }
  }

  @Test
  void machineWakesWithoutWaitingAndNothingIsLeft() throws Exception {
    sleepLikeAnother();
    var woken = new AtomicInteger();
    whileItIsWritten(() -> {
      vm.start();
      woken.incrementAndGet();
    });
    assertThat(woken).hasValue(1);
    assertThat(file("memory.thin")).doesNotExist();
    assertThat(file("thin.tmp")).doesNotExist();
    goesOn(vm);
  }

  @Test
  void machineThatHasWokenAndSleepsAgainIsLeftAlone() throws Exception {
    sleepLikeAnother();
    whileItIsWritten(() -> {
      vm.start();
      vm.suspend();
    });
    assertThat(file("memory.thin")).doesNotExist();
    vm.start();
    goesOn(vm);
  }

  @Test
  void secondCompactionAtTheSameTimeDoesNoHarm() throws Exception {
    sleepLikeAnother();
    whileItIsWritten(() -> vm.compact());
    assertThin();
    vm.start();
    goesOn(vm);
  }

  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private void whileItIsWritten(Meanwhile meanwhile) throws Exception {
    driver
        .with(step -> {
          if (step == Step.THIN_WRITTEN) {
            try {
              meanwhile.run();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        })
        .find("one")
        .orElseThrow()
        .compact();
  }

  @Test
  void copiesAndSnapshotsOfItGoOn() throws Exception {
    Vm two = sleepLikeAnother();
    vm.compact();
    Vm three = vm.copy(InterferedCommand.copied(vm.spec(), root, "three"));
    vm.snapshots().take("a");
    two.delete();
    vm.start();
    goesOn(vm);
    three.start();
    goesOn(three);
    vm.snapshots().restore("a");
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    vm.start();
    goesOn(vm);
  }

  @Test
  void renamedAndRenamedBackItGoesOn() throws Exception {
    sleepLikeAnother();
    vm.compact();
    vm = vm.rename("away").rename("one");
    assertThin();
    vm.start();
    goesOn(vm);
  }

  @Test
  void memoryThatASnapshotHasIsLeftAsItIs() throws Exception {
    sleepLikeAnother();
    vm.snapshots().take("a");
    vm.compact();
    assertThat(file("memory")).exists();
    assertThat(file("memory.thin")).doesNotExist();
    vm.snapshots().delete("a");
    vm.compact();
    assertThin();
    vm.start();
    goesOn(vm);
  }

  @Test
  void snapshotIsWhatTheNextMemoryIsUpon() throws Exception {
    sleepLikeAnother();
    vm.snapshots().take("a");
    vm.snapshots().restore("a");
    vm.start();
    assertThat(Files.isSameFile(file("memory.base"), file("snapshots/a/memory"))).isTrue();
    vm.suspend();
    vm.compact();
    assertThin();
    vm.snapshots().delete("a");
    vm.start();
    goesOn(vm);
  }

  @Test
  void memoryWithoutWhatItIsUponIsForgotten() throws Exception {
    sleepLikeAnother();
    vm.compact();
    Files.delete(file("memory.base"));
    assertThatThrownBy(() -> vm.start())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_RESUME_FAILED));
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(file("memory.thin")).doesNotExist();
    boot();
    goesOn(vm);
  }

  @Test
  void machineThatIsRemovedMeanwhileIsNotMissed() throws Exception {
    sleepLikeAnother();
    whileItIsWritten(() -> vm.delete());
    assertThat(driver.find("one")).isEmpty();
    assertThat(file("")).doesNotExist();
  }

  @Test
  void exportOfACopyOfItIsComplete(@TempDir Path exported) throws Exception {
    sleepLikeAnother();
    vm.compact();
    Vm copy = vm.copy(InterferedCommand.copied(vm.spec(), root, "copy"));
    vm.start();
    copy.export(exported);
    assertThat(exported.resolve("whole.tmp")).doesNotExist();
    var spec = vm.spec();
    for (Vm each : driver.list()) {
      each.delete();
    }
    vm = driver.create(spec, exported, true);
    vm.start();
    goesOn(vm);
  }

  @Test
  void memoryThatNobodyElseHasAnyMoreIsLeftAsItIs() throws Exception {
    Vm two = sleepLikeAnother();
    two.delete();
    vm.compact();
    assertThat(file("memory")).exists();
    assertThat(file("memory.base")).doesNotExist();
    assertThat(vm.canCompact()).isFalse();
    vm.start();
    goesOn(vm);
  }

  @Test
  void onlyASuspendedMachineIsCompacted() throws Exception {
    sleepLikeAnother();
    vm.start();
    vm.compact();
    goesOn(vm);
    assertThat(file("memory.base")).doesNotExist();
    vm.compact();
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(file("memory.thin")).doesNotExist();
  }
}
