package dev.coracle.vm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeVmDriverTest extends VmDriverContract {
  private final FakeVmDriver driver = new FakeVmDriver();

  @BeforeEach
  void guestCountsItsBoots() {
    driver.setBoot(console -> console.line("boots " + console.next("boots")));
  }

  @Override
  protected VmDriver driver() {
    return driver;
  }

  @Override
  protected VmSpec spec(String name, List<VmSpec.PortForward> forwards) {
    return new VmSpec(
        name,
        root.resolve(name),
        2,
        2048,
        4096,
        root.resolve("node.iso"),
        Optional.empty(),
        root.resolve("config.iso"),
        forwards,
        List.of());
  }

  @Override
  protected void killFromOutside(Vm vm) {
    driver.kill(vm.spec().name());
  }

  @Override
  protected void spoilMemory(Vm vm) {
    driver.spoilMemory(vm.spec().name(), "saved by another version");
  }

  @Test
  void withoutTheCapabilityThereIsNoSleep() throws InterruptedException {
    driver.setCapabilities(Set.of());
    Vm vm = driver.create(spec("one", List.of()));
    vm.start();
    assertProblem(VmError.DRIVER_UNSUPPORTED, vm::suspend);
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void failsOnceAsTold() throws InterruptedException {
    Vm vm = driver.create(spec("one", List.of()));
    driver.failNext(Operation.START, new Problem(VmError.VM_START_FAILED, "no reason"));
    assertProblem(VmError.VM_START_FAILED, vm::start);
    vm.start();
    assertThat(driver.calls()).containsExactly("create one", "start one");
  }

  @Test
  void brokenVmCanOnlyBeDeleted() throws InterruptedException {
    Vm vm = driver.create(spec("one", List.of()));
    driver.breakVm("one", new Problem(VmError.VM_BROKEN, "no disk"));
    assertThat(vm.state()).isEqualTo(VmState.BROKEN);
    assertProblem(VmError.VM_BROKEN, vm::start);
    vm.delete();
    assertThat(driver.list()).isEmpty();
  }

  @Test
  void consoleShowsMarkersOnDemand() throws Exception {
    Vm vm = driver.create(spec("one", List.of()));
    vm.start();
    driver.console("one").phase(4.21, "network").failed(9.1, "etcd", "disk");
    vm.stop(Duration.ofSeconds(1));
    assertThat(console(vm))
        .contains("CORACLE {\"t\":4.21,\"phase\":\"network\"}\n")
        .contains(
            "CORACLE {\"t\":9.10,\"phase\":\"failed\",\"component\":\"etcd\",\"reason\":\"disk\"}\n");
  }
}
