package dev.coracle.vm.testing;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Snapshots;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The snapshots of a {@link FakeVm}, under its driver's lock as all else. */
final class FakeSnapshots implements Snapshots {
  private record Taken(Snapshot snapshot, FakeImage image) {}

  private final FakeVmDriver driver;
  private final FakeVm vm;
  private final Map<String, Taken> all = new LinkedHashMap<>();

  FakeSnapshots(FakeVmDriver driver, FakeVm vm) {
    this.driver = driver;
    this.vm = vm;
  }

  @Override
  public List<Snapshot> list() {
    synchronized (driver) {
      vm.requirePresent();
      return all.values().stream().map(Taken::snapshot).toList();
    }
  }

  @Override
  public void take(String name) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.TAKE);
      vm.requireState(VmState.STOPPED, VmState.SUSPENDED, VmState.RUNNING, VmState.PAUSED);
      if (all.containsKey(name)) {
        throw new ProblemException(VmError.SNAPSHOT_EXISTS, "there is already a " + name);
      }
      vm.goOn();
      var image = vm.image();
      all.put(name, new Taken(new Snapshot(name, Instant.now(), image.memory()), image));
      driver.record("take " + image.spec().name() + " " + name);
    }
  }

  @Override
  public void restore(String name) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.RESTORE);
      vm.requirePresent();
      var image = image(name);
      vm.become(image);
      driver.record("restore " + image.spec().name() + " " + name);
    }
  }

  /** As much as the guest has memory, if that is kept. */
  @Override
  public long mebibytes(String name) {
    synchronized (driver) {
      var taken = all.get(name);
      return taken != null && taken.image().memory() ? taken.image().spec().memoryMiB() : 0;
    }
  }

  @Override
  public void delete(String name) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.DELETE);
      if (all.remove(name) != null) {
        driver.record("forget " + vm.image().spec().name() + " " + name);
      }
    }
  }

  @Override
  public Vm copy(String name, VmSpec spec) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.COPY);
      vm.requirePresent();
      driver.requireCapability(Capability.CLONE);
      return vm.copy(image(name), spec);
    }
  }

  private FakeImage image(String name) {
    var taken = all.get(name);
    if (taken == null) {
      throw new ProblemException(VmError.SNAPSHOT_NOT_FOUND, "there is no " + name);
    }
    return taken.image();
  }
}
