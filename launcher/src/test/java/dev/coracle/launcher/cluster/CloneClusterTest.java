package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneClusterTest {
  @TempDir private Path directory;
  private TestBed bed;
  private int boots;

  @BeforeEach
  void startOne() throws Exception {
    bed = new TestBed(directory);
    bed.driver.setBoot(console -> {
      boots = console.next("boots");
      TestBed.becomeReady(console);
    });
    bed.start("one");
    bed.driver.setCapabilities(
        Set.of(Capability.PORT_FORWARD, Capability.SUSPEND, Capability.CLONE));
  }

  private StartResult cloneOne(String name) throws InterruptedException {
    return new CloneCluster(bed.surroundings()).run("one", name, _ -> {});
  }

  private State host(String name) throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run(name).host();
  }

  @Test
  void cloneOfARunningClusterHasItsDataAndAnIdentityOfItsOwn() throws Exception {
    cloneOne("two");
    assertThat(boots).isEqualTo(2);
    assertThat(host("one")).isEqualTo(State.RUNNING);
    assertThat(host("two")).isEqualTo(State.RUNNING);
    assertThat(bed.currentContext()).contains("two");
    var one = bed.surroundings().clusters().get("one").config();
    var two = bed.surroundings().clusters().get("two").config();
    assertThat(two.hostAddress()).isNotEqualTo(one.hostAddress());
    assertThat(two.named("one").at(one.hostAddress())).isEqualTo(one);
    assertThat(adminKey("two")).isNotEqualTo(adminKey("one"));
    bed.delete("one");
    bed.stop("two");
    bed.start("two");
    assertThat(boots).isEqualTo(3);
  }

  private String adminKey(String name) throws Exception {
    return Files.readString(new IdentityFiles(bed.home.cluster(name).pki()).adminKey());
  }

  @Test
  void clusterAtRestStaysAtRest() throws Exception {
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    cloneOne("two");
    assertThat(host("one")).isEqualTo(State.SAVED);
    bed.stop("one");
    cloneOne("three");
    assertThat(host("one")).isEqualTo(State.STOPPED);
    assertThat(host("three")).isEqualTo(State.RUNNING);
  }

  @Test
  void badInputChangesNothing() throws Exception {
    bed.start("two");
    assertProblem("CLUSTER_EXISTS", () -> cloneOne("two"));
    assertProblem("CLUSTER_EXISTS", () -> cloneOne("one"));
    assertProblem("CLUSTER_NAME_INVALID", () -> cloneOne("T/w"));
    assertProblem(
        "CLUSTER_NOT_FOUND",
        () -> new CloneCluster(bed.surroundings()).run("nobody", "three", _ -> {}));
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertProblem("DRIVER_UNSUPPORTED", () -> cloneOne("three"));
    assertThat(bed.home.clusterNames()).containsExactly("one", "two");
    assertThat(host("one")).isEqualTo(State.RUNNING);
  }

  @Test
  void failureLeavesNoCloneAndTheSourceRunning() throws Exception {
    bed.driver.failNext(Operation.COPY, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertProblem("HOST_DISK_FULL", () -> cloneOne("two"));
    assertThat(bed.home.clusterNames()).containsExactly("one");
    assertThat(host("one")).isEqualTo(State.RUNNING);
    cloneOne("two");
  }

  private static void assertProblem(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
