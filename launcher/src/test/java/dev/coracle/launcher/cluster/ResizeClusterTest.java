package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.vm.VmState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResizeClusterTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void prepare() throws Exception {
    bed = new TestBed(directory);
    bed.start("one");
  }

  @Test
  void runningClusterRunsAgainWithTheNewSize() throws Exception {
    assertThat(resize(size -> size.cpus(3).diskMiB(30_000)))
        .containsExactly("cpus: 2 → 3", "disk-size: 20000 MiB → 30000 MiB");
    var vm = bed.driver.find("one").orElseThrow();
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(vm.spec().cpus()).isEqualTo(3);
    assertThat(vm.spec().diskMiB()).isEqualTo(30_000);
  }

  @Test
  void clusterAtRestHasTheNewSizeAtItsNextStart() throws Exception {
    for (boolean powerOff : List.of(true, false)) {
      new StopCluster(bed.surroundings()).run("one", true, powerOff, event -> {});
      int memory = powerOff ? 3000 : 3500;
      resize(size -> size.memoryMiB(memory));
      var vm = bed.driver.find("one").orElseThrow();
      assertThat(vm.state()).isEqualTo(VmState.STOPPED);
      bed.start("one");
      assertThat(vm.spec().memoryMiB()).isEqualTo(memory);
    }
  }

  @Test
  void proxiesAreChangedAndTheirPasswordsNotTold() throws Exception {
    var proxies = Map.of("HTTPS_PROXY", "http://me:hunter2@proxy:3128");
    assertThat(resize(size -> size.environment(proxies))).containsExactly("proxies: HTTPS_PROXY");
    assertThat(new ReadClusterConfig(bed.surroundings()).run("one").environment())
        .isEqualTo(proxies);
    assertThat(bed.home.cluster("one").events()).content().doesNotContain("hunter2");
  }

  @Test
  void sameSizeChangesNothing() throws Exception {
    assertThat(resize(size -> size.cpus(2))).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedBeforeTheClusterIsTouched() throws Exception {
    assertThatThrownBy(() -> resize(size -> size.diskMiB(10_000)))
        .hasMessageStartingWith("CLUSTER_CHANGE_REFUSED");
    assertThatThrownBy(() -> resize(size -> size.memoryMiB(1000)))
        .hasMessageStartingWith("CLUSTER_VALUE_INVALID");
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  private List<String> resize(UnaryOperator<ClusterSettings.Builder> size)
      throws InterruptedException {
    return new ResizeCluster(bed.surroundings())
        .run("one", size.apply(ClusterSettings.builder()).build(), event -> {});
  }
}
