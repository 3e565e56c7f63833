package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The host's disk gets full at any step of an operation: it is done, or says so; and once there is
 * space again, the machine goes on where it was.
 */
class QemuFullDiskIT extends TinyMachineTest {
  private static final Set<Step> TO_SLEEP = EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.QEMU_GONE);
  private static final Set<Step> TO_WAKE = EnumSet.range(Step.NETWORK_STARTED, Step.RUNS);
  private static final Set<Step> TO_FREEZE = EnumSet.range(Step.LAYER_LINKED, Step.DISK_SWITCHED);

  private interface Operation {
    void on(Vm vm) throws InterruptedException;
  }

  @Override
  void prepareRoot() throws IOException, InterruptedException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", root.toString()) == 0,
        "skipped: a disk of its own can be mounted by root only");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    for (Vm each : driver.list()) {
      each.delete();
    }
    // Lazily: a lock file is still open in this process
    run("umount", "-l", root.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void onTheWayToSleep() throws Exception {
    boot();
    fill();
    assertThat(isDone(Vm::suspend)).isFalse();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    free();
    goesOn(vm);
    for (Step step : TO_SLEEP) {
      boot();
      fillingAt(step, Vm::suspend);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void onTheWayToWake() throws Exception {
    boot();
    vm.suspend();
    fill();
    assertThat(isDone(Vm::start)).isFalse();
    assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
    free();
    for (Step step : TO_WAKE) {
      fillingAt(step, Vm::start);
      vm.start();
      vm.suspend();
    }
    vm.start();
    goesOn(vm);
  }

  @Test
  void whileSnapshotIsTaken() throws Exception {
    boot();
    for (Step step : TO_FREEZE) {
      fillingAt(step, it -> it.snapshots().take("a"));
      vm.start();
      assertThat(vm.problems()).isEmpty();
      vm.snapshots().delete("a");
    }
    goesOn(vm);
  }

  @Test
  void whileSnapshotIsRestored() throws Exception {
    boot();
    vm.snapshots().take("a");
    for (Step step : EnumSet.range(Step.MEMORY_FORGOTTEN, Step.MEMORY_RESTORED)) {
      vm.start();
      vm.suspend();
      fillingAt(step, it -> it.snapshots().restore("a"));
      vm.snapshots().restore("a");
    }
    vm.start();
    goesOn(vm);
  }

  @Test
  void whileItIsCopied() throws Exception {
    boot();
    for (Step step : TO_FREEZE) {
      vm.suspend();
      fillingAt(step, it -> it.copy(InterferedCommand.copied(it.spec(), root, "two")));
      vm.start();
      assertThat(vm.problems()).isEmpty();
      for (Vm copy : driver.find("two").stream().toList()) {
        copy.delete();
      }
    }
    goesOn(vm);
  }

  @Test
  void whileItIsMadeSmaller() throws Exception {
    boot();
    vm.suspend();
    Vm two = vm.copy(InterferedCommand.copied(vm.spec(), root, "two"));
    for (Step step : EnumSet.range(Step.THIN_WRITTEN, Step.THINNED)) {
      vm.start();
      vm.suspend();
      fillingAt(step, Vm::compact);
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      assertThat(root.resolve("one/memory")).matches(it -> Files.exists(it) != isThin());
      vm.compact();
      assertThat(isThin()).isTrue();
    }
    vm.start();
    goesOn(vm);
    two.delete();
  }

  private boolean isThin() {
    return Files.exists(root.resolve("one/memory.thin"));
  }

  @Test
  void guestThatWritesWaitsForSpace() throws Exception {
    fill();
    shrinkFiller(4 << 20);
    vm.start();
    fill();
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (vm.problems().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
    assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.HOST_DISK_FULL);
    free();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    awaitBoot();
    goesOn(vm);
  }

  private boolean isDone(Operation operation) throws InterruptedException {
    try {
      operation.on(vm);
      return true;
    } catch (ProblemException e) {
      assertThat(e.problem().code()).isEqualTo(VmError.HOST_DISK_FULL);
      return false;
    }
  }

  private void fillingAt(Step step, Operation operation) throws Exception {
    Vm filling = driver.with(at -> fillAt(step, at)).find("one").orElseThrow();
    try {
      operation.on(filling);
    } catch (ProblemException e) {
      assertThat(e.problem().code()).as("%s: %s", step, e).isEqualTo(VmError.HOST_DISK_FULL);
    } finally {
      free();
    }
  }

  private void fillAt(Step wanted, Step step) {
    if (step == wanted) {
      fill();
    }
  }

  private void fill() {
    byte[] piece = new byte[1 << 12];
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private void shrinkFiller(int bytes) throws IOException {
    try (var channel = Files.newByteChannel(filler(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  private void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }
}
