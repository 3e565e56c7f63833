package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters leave by one file and come from one. */
class ExportTest {
  @TempDir private Path directory;
  private TestBed bed;
  private Path file;
  private int boots;
  private final List<ClusterEvent> told = new ArrayList<>();

  @BeforeEach
  void startOne() throws Exception {
    file = directory.resolve("one.coracle");
    bed = bed("here");
    bed.start("one");
    bed.driver.setCapabilities(EnumSet.allOf(Capability.class));
  }

  private TestBed bed(String host) throws IOException {
    var made = new TestBed(Files.createDirectories(directory.resolve(host)));
    made.driver.setBoot(console -> {
      boots = console.next("boots");
      TestBed.becomeReady(console);
    });
    return made;
  }

  private void export() throws InterruptedException {
    new ExportCluster(bed.surroundings()).run("one", file, told::add);
  }

  private String importTo(TestBed host, String... name) throws InterruptedException {
    return new ImportCluster(host.surroundings())
        .run(file, List.of(name).stream().findFirst(), told::add);
  }

  private State host(TestBed host, String name) throws InterruptedException {
    return new ReadStatus(host.surroundings()).run(name).host();
  }

  private String told() {
    return told.toString();
  }

  @Test
  void runningClusterGoesOnAndItsExportGoesOnInTheSameHome() throws Exception {
    export();
    assertThat(host(bed, "one")).isEqualTo(State.RUNNING);
    assertThat(boots).isEqualTo(1);
    assertNothingIsLeft();
    var before = bed.surroundings().clusters().get("one");
    bed.delete("one", true);
    assertThat(importTo(bed)).isEqualTo("one");
    assertThat(host(bed, "one")).isEqualTo(State.SAVED);
    assertThat(bed.home.cluster("one").transfer()).doesNotExist();
    assertThat(bed.surroundings().clusters().get("one").config()).isEqualTo(before.config());
    assertThat(bed.start("one").outcome()).isEqualTo(StartResult.Outcome.WOKEN);
    assertThat(boots).isEqualTo(1);
  }

  @Test
  void stoppedClusterComesBackStopped() throws Exception {
    bed.stop("one");
    export();
    bed.delete("one", true);
    importTo(bed);
    assertThat(host(bed, "one")).isEqualTo(State.STOPPED);
    assertThat(Files.readString(bed.kubeconfig)).contains("one");
    bed.start("one");
    assertThat(boots).isEqualTo(2);
  }

  @Test
  void onAnotherHostItBootsWithItsData() throws Exception {
    export();
    var there = bed("there");
    there.driver.setCapabilities(EnumSet.complementOf(EnumSet.of(Capability.CLONE)));
    importTo(there);
    assertThat(told()).contains("It will boot, for another home exported it.");
    assertThat(host(there, "one")).isEqualTo(State.STOPPED);
    bed.stop("one");
    there.start("one");
    assertThat(boots).isEqualTo(2);
    assertThat(pki(there, "serving-ca.key")).isEqualTo(pki(bed, "serving-ca.key"));
    assertThat(pki(there, "ca.crt")).isNotEqualTo(pki(bed, "ca.crt"));
  }

  private static String pki(TestBed host, String name) throws IOException {
    return Files.readString(host.home.cluster("one").pki().resolve(name));
  }

  @Test
  void underAnotherNameItHasAnAddressOfItsOwn() throws Exception {
    export();
    assertProblem("CLUSTER_EXISTS", () -> importTo(bed));
    assertThat(importTo(bed, "two")).isEqualTo("two");
    assertThat(told()).contains("its name or address is another");
    var clusters = bed.surroundings().clusters();
    assertThat(clusters.get("two").config().hostAddress())
        .isNotEqualTo(clusters.get("one").config().hostAddress());
    bed.start("two");
    assertThat(host(bed, "one")).isEqualTo(State.RUNNING);
    assertThat(host(bed, "two")).isEqualTo(State.RUNNING);
  }

  @Test
  void memoryThatCannotBeUsedIsToldAndItBoots() throws Exception {
    export();
    bed.delete("one", true);
    bed.driver.failNext(Operation.IMPORT, new Problem(VmError.VM_RESUME_FAILED, "another CPU"));
    importTo(bed);
    assertThat(told()).contains("another CPU");
    bed.start("one");
    assertThat(boots).isEqualTo(2);
  }

  @Test
  void exportThatFailsLeavesNothingAndTheClusterRunning() throws Exception {
    Files.writeString(file, "mine");
    bed.driver.failNext(Operation.EXPORT, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertProblem("HOST_DISK_FULL", this::export);
    assertThat(host(bed, "one")).isEqualTo(State.RUNNING);
    assertThat(file).hasContent("mine");
    assertThat(directory.resolve("one.coracle.tmp")).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void interruptedExportLeavesNothingAndTheClusterRunning() throws Exception {
    for (var moment : List.of("sleep meanwhile", "Compressing", "artifact=export")) {
      assertThatThrownBy(() ->
              new ExportCluster(bed.surroundings())
                  .run(
                      "one",
                      file,
                      event -> {
                        if (event.toString().contains(moment)) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(InterruptedException.class);
      Thread.interrupted();
      assertThat(host(bed, "one")).isEqualTo(State.RUNNING);
      assertThat(file).doesNotExist();
      assertThat(directory.resolve("one.coracle.tmp")).doesNotExist();
      assertNothingIsLeft();
    }
  }

  @Test
  void importThatFailsLeavesNothing() throws Exception {
    export();
    bed.delete("one", true);
    bed.driver.failNext(Operation.IMPORT, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertProblem("HOST_DISK_FULL", () -> importTo(bed));
    assertNothing();
    importTo(bed);
  }

  @Test
  void importThatWasKilledIsClearedAwayByTheNextCommand() throws Exception {
    export();
    var cluster = bed.surroundings().clusters().get("one");
    bed.delete("one", true);
    bed.surroundings().clusters().save(cluster.at(ClusterRecord.Stage.CREATING));
    bed.home.cluster("one").makeTransfer();
    Files.writeString(bed.home.cluster("one").transfer().resolve("x"), "half");
    assertThat(importTo(bed)).isEqualTo("one");
    bed.start("one");
    assertThat(boots).isEqualTo(1);
  }

  @Test
  void exportThatWasKilledIsClearedAwayByTheNextStart() throws Exception {
    leaveHalfAnExport();
    bed.start("one");
    assertNothingIsLeft();
    leaveHalfAnExport();
    export();
    assertNothingIsLeft();
    leaveHalfAnExport();
    bed.delete("one", true);
    assertNothing();
  }

  @Test
  void exportThatWasKilledAfterItsClusterWasDeletedIsClearedAwayByTheNextOfThatName()
      throws Exception {
    leaveHalfAnExport();
    try (var _ = bed.home.lockExport("one", Duration.ZERO, _ -> {})) {
      bed.delete("one", true);
    }
    var left = bed.home.export("one");
    assertThat(left.directory()).exists();
    bed.start("one");
    assertThat(left.directory()).doesNotExist();
    assertThat(bed.driver.find(left.vmName())).isEmpty();
  }

  private void leaveHalfAnExport() throws InterruptedException {
    var folder = bed.home.export("one");
    folder.makeTransfer();
    bed.stop("one");
    var vm = bed.driver.find("one").orElseThrow();
    var config = bed.surroundings().clusters().get("one").config();
    vm.copy(VmSpecs.copy(vm.spec(), config, folder));
  }

  @Test
  void clusterCanBeUsedAndDeletedWhileItsExportIsWritten() throws Exception {
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    var started = new AtomicBoolean();
    new ExportCluster(bed.surroundings())
        .run(
            "one",
            file,
            event -> {
              if (event.toString().contains("Compressing")) {
                try {
                  assertThat(bed.start("one").outcome()).isEqualTo(StartResult.Outcome.WOKEN);
                  assertThat(host(bed, "one")).isEqualTo(State.RUNNING);
                  started.set(true);
                  bed.delete("one", true);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    assertThat(started).isTrue();
    assertNothing();
    importTo(bed);
    assertThat(host(bed, "one")).isEqualTo(State.SAVED);
    assertThat(bed.start("one").outcome()).isEqualTo(StartResult.Outcome.WOKEN);
    assertThat(boots).isEqualTo(1);
  }

  private void assertNothingIsLeft() throws InterruptedException {
    assertThat(bed.home.export("one").directory()).doesNotExist();
    assertThat(bed.driver.list()).hasSize(1);
  }

  @Test
  void damagedFileChangesNothing() throws Exception {
    export();
    bed.delete("one", true);
    var whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += whole.length / 40) {
      var damaged = whole.clone();
      damaged[at] ^= 0x55;
      Files.write(file, damaged);
      try {
        importTo(bed);
        bed.delete("one", true);
      } catch (ProblemException e) {
        assertThat(e.problem().code()).isEqualTo(VmError.EXPORT_BROKEN);
      }
      assertNothing();
    }
  }

  @Test
  void hostThatCannotRunItSaysSoBeforeAnythingIsMade() throws Exception {
    export();
    var there = bed("there");
    there.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertProblem("DRIVER_UNSUPPORTED", () -> importTo(there));
    there.driver.setCapabilities(EnumSet.complementOf(EnumSet.of(Capability.CLONE)));
    try (var images = Files.list(there.images)) {
      for (var image : images.toList()) {
        Files.delete(image);
      }
    }
    assertProblem("IMAGE_NOT_FOUND", () -> importTo(there));
    assertThat(there.home.clusterNames()).isEmpty();
    assertProblem("CLUSTER_NAME_INVALID", () -> importTo(bed, "../x"));
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertProblem("DRIVER_UNSUPPORTED", this::export);
  }

  @Test
  void keysAreIn() throws Exception {
    var key = new IdentityFiles(bed.home.cluster("one").pki()).sshKey();
    var content = Files.readString(key);
    export();
    bed.delete("one", true);
    importTo(bed);
    assertThat(key).hasContent(content);
  }

  private void assertNothing() throws InterruptedException {
    assertThat(bed.home.clusterNames()).isEmpty();
    assertThat(bed.driver.list()).isEmpty();
    assertThat(bed.home.vmNames()).isEmpty();
  }

  private static void assertProblem(String code, ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
