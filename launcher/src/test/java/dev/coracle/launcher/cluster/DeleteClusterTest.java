package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.files.FileTree;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteClusterTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void prepare() throws IOException {
    bed = new TestBed(directory);
  }

  @Test
  void leavesNothingOfARunningCluster() throws Exception {
    bed.start("one");
    bed.start("two");
    new SelectProfile(bed.surroundings()).select("one");
    assertThat(bed.delete("one")).isTrue();
    assertThat(bed.home.clusterNames()).containsExactly("two");
    assertThat(bed.driver.find("one")).isEmpty();
    assertThat(Files.readString(bed.kubeconfig)).doesNotContain("one").contains("two");
    assertThat(new SelectProfile(bed.surroundings()).current()).isEqualTo("coracle");
  }

  @Test
  void isASuccessWhereThereIsNothing() throws Exception {
    assertThat(bed.delete("one")).isFalse();
    bed.start("one");
    assertThat(bed.delete("one")).isTrue();
    assertThat(bed.delete("one")).isFalse();
  }

  @Test
  void removesAClusterWhoseFileIsBroken() throws Exception {
    bed.start("one");
    Files.writeString(bed.home.cluster("one").file(), "{");
    assertThat(bed.delete("one")).isTrue();
    assertThat(bed.driver.find("one")).isEmpty();
    assertThat(bed.home.clusterNames()).isEmpty();
  }

  @Test
  void removesAClusterWhoseVmIsBrokenOrGone() throws Exception {
    bed.start("one");
    bed.driver.breakVm("one", new Problem(VmError.VM_BROKEN, "no disk"));
    assertThat(bed.delete("one")).isTrue();
    bed.start("two");
    bed.driver.find("two").orElseThrow().delete();
    assertThat(bed.delete("two")).isTrue();
    assertThat(bed.home.clusterNames()).isEmpty();
  }

  @Test
  void leavesABrokenKubeconfigAlone() throws Exception {
    bed.start("one");
    Files.writeString(bed.kubeconfig, "{ not yaml");
    assertThat(bed.delete("one")).isTrue();
    assertThat(bed.kubeconfig).hasContent("{ not yaml");
    assertThat(bed.home.clusterNames()).isEmpty();
  }

  @Test
  void allRemovesEveryClusterAndVmsThatBelongToNone() throws Exception {
    bed.start("one");
    bed.start("two");
    FileTree.remove(bed.home.cluster("two").directory());
    var names = bed.deleteAll(false);
    assertThat(names).containsExactly("one", "two");
    assertThat(bed.driver.list()).isEmpty();
    assertThat(bed.home.images()).isNotEmptyDirectory();
  }

  @Test
  void purgeRemovesTheHome() throws Exception {
    bed.start("one");
    bed.deleteAll(true);
    assertThat(bed.home.directory()).doesNotExist();
  }
}
