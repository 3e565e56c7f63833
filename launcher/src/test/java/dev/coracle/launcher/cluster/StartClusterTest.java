package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.launcher.files.FileTree;
import dev.coracle.launcher.image.TestImages;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartClusterTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void prepare() throws IOException {
    bed = new TestBed(directory);
  }

  @Test
  void firstStartMakesAReadyClusterAndPointsKubectlAtIt() throws Exception {
    var events = new ArrayList<ClusterEvent>();
    var result = new StartCluster(bed.surroundings()).run(StartRequest.of("one"), events::add);
    assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(result.config().kubernetesVersion()).isEqualTo("v1.36.3");
    assertThat(result.config().memoryMiB()).isEqualTo(2048);
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
    assertThat(bed.currentContext()).contains("one");
    assertThat(steps(events)).isSorted().endsWith(StartStep.DONE);
    assertThat(events.getLast()).isInstanceOf(ClusterEvent.Done.class);
    assertThat(result.timings())
        .extracting(ClusterEvent.Timing::what)
        .contains("verify the node image", "make keys and certificates", "node: dns");
  }

  @Test
  void secondStartChangesNothing() throws Exception {
    var first = bed.start("one");
    var calls = bed.driver.calls();
    var kubeconfig = Files.readString(bed.kubeconfig);
    var second = bed.start("one");
    assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_RUNNING);
    assertThat(second.config()).isEqualTo(first.config());
    assertThat(bed.driver.calls()).isEqualTo(calls);
    assertThat(bed.kubeconfig).hasContent(kubeconfig);
  }

  @Test
  void startAfterStopBootsTheSameCluster() throws Exception {
    var first = bed.start("one");
    bed.stop("one");
    assertThat(bed.currentContext()).isEmpty();
    var again = bed.start("one");
    assertThat(again.outcome()).isEqualTo(Outcome.BOOTED);
    assertThat(again.config()).isEqualTo(first.config());
    assertThat(bed.driver.calls()).filteredOn(call -> call.startsWith("create")).hasSize(1);
    assertThat(bed.currentContext()).contains("one");
  }

  @Test
  void startAfterTheVmWasKilledBootsItAgain() throws Exception {
    bed.start("one");
    bed.driver.kill("one");
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
    assertThat(bed.driver.calls()).containsExactly("create one", "start one", "start one");
  }

  @Test
  void startAfterTheVmWasRemovedFromOutsideMakesIt() throws Exception {
    bed.start("one");
    bed.driver.find("one").orElseThrow().delete();
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void runningVmWhoseNodeFailedIsBootedOnceMore() throws Exception {
    bed.start("one");
    bed.driver.kill("one");
    bed.driver.setBoot(console -> failAlways(console, "etcd"));
    assertThatThrownBy(() -> bed.start("one")).hasMessageContaining("etcd");
    bed.driver.setBoot(TestBed::becomeReady);
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
    assertThat(bed.driver.calls())
        .containsExactly("create one", "start one", "start one", "stop one PT1M", "start one");
  }

  @Test
  void twoStartsAtOnceMakeOneCluster() throws Exception {
    Callable<Outcome> start = () -> bed.start("one").outcome();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes =
          executor.invokeAll(List.of(start, start)).stream().map(StartClusterTest::value).toList();
      assertThat(outcomes).containsExactlyInAnyOrder(Outcome.CREATED, Outcome.ALREADY_RUNNING);
    }
    assertThat(bed.driver.calls()).containsExactly("create one", "start one");
  }

  @Test
  void clustersMadeAtOnceGetAddressesOfTheirOwn() throws Exception {
    var starts = new ArrayList<Callable<String>>();
    for (var name : List.of("one", "two", "three")) {
      starts.add(() -> bed.start(name).config().hostAddress());
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(executor.invokeAll(starts).stream().map(StartClusterTest::value))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void clusterThatNeverBecameReadyIsRemovedAndItsConsoleKept() throws Exception {
    bed.driver.setBoot(console -> failAlways(console, "etcd"));
    assertThatThrownBy(() -> bed.start("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("GUEST_COMPONENT_FAILED")
        .hasMessageContaining("etcd failed: no space")
        .hasMessageContaining(bed.home.logs().toString());
    assertNothingLeft("one");
    assertThat(bed.home.logs()).isDirectoryContaining("glob:**one-*.console.log");
  }

  @Test
  void clusterThatNeverBecameReadyIsKeptIfAskedFor() throws Exception {
    bed.driver.setBoot(console -> failAlways(console, "etcd"));
    var keep = keepOnFailure("one");
    assertThatThrownBy(() -> bed.start(keep)).hasMessageContaining("console.log");
    assertThat(bed.driver.find("one")).isPresent();
    bed.driver.setBoot(TestBed::becomeReady);
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
  }

  @Test
  void vmThatEndsWhileBootingEndsTheWait() throws Exception {
    bed.driver.setBoot(console -> {
      console.phase(1, "init");
      Thread.startVirtualThread(() -> bed.driver.kill("one"));
    });
    assertThatThrownBy(() -> bed.start("one")).hasMessageStartingWith("GUEST_STOPPED");
    assertNothingLeft("one");
  }

  @Test
  void failureOfTheHypervisorLeavesNothing() throws Exception {
    bed.driver.failNext(Operation.START, new Problem(VmError.VM_START_FAILED, "no reason"));
    assertThatThrownBy(() -> bed.start("one")).hasMessage("VM_START_FAILED: no reason");
    assertNothingLeft("one");
  }

  @Test
  void establishedClusterIsNeverRemovedByAFailure() throws Exception {
    bed.start("one");
    bed.stop("one");
    bed.driver.failNext(Operation.START, new Problem(VmError.VM_START_FAILED, "no reason"));
    assertThatThrownBy(() -> bed.start("one")).hasMessageContaining("no reason");
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
  }

  @Test
  void interruptionRollsANewClusterBack() throws Exception {
    assertRolledBackIfInterrupted(() -> {});
  }

  @Test
  void interruptionThatShowsAsAFailureRollsANewClusterBack() throws Exception {
    assertRolledBackIfInterrupted(() -> {
      throw new ProblemException(VmError.VM_START_FAILED, "a file was closed");
    });
  }

  private void assertRolledBackIfInterrupted(Runnable shows) throws InterruptedException {
    bed.driver.setBoot(console -> console.phase(1, "init"));
    var thread = Thread.currentThread();
    assertThatThrownBy(() ->
            new StartCluster(bed.surroundings())
                .run(
                    StartRequest.of("one"),
                    event -> {
                      if (event instanceof ClusterEvent.GuestPhase) {
                        thread.interrupt();
                        shows.run();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertNothingLeft("one");
  }

  /** Ends the command as kill -9 does: nothing of it runs any more, its locks are gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void startKilledAtAnyPointIsRepairedByTheNext() throws Exception {
    for (int point = 0; startKilledAt(point); point++) {
      var result = bed.start("one");
      assertThat(result.config().name()).isEqualTo("one");
      assertThat(bed.driver.list()).hasSize(1);
      assertThat(new ReadStatus(bed.surroundings()).run("one").exitCode()).isZero();
      assertThat(bed.delete("one")).isTrue();
      assertNothingLeft("one");
    }
  }

  @Test
  void startKilledAtAnyPointIsClearedAwayByDelete() throws Exception {
    for (int point = 0; startKilledAt(point); point++) {
      bed.delete("one");
      assertNothingLeft("one");
    }
  }

  private boolean startKilledAt(int point) throws InterruptedException {
    var left = new int[] {point};
    try {
      new StartCluster(bed.surroundings())
          .run(
              StartRequest.of("one"),
              _ -> {
                if (left[0]-- == 0) {
                  throw new Killed();
                }
              });
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  @Test
  void dryRunDecidesButChangesNothing() throws Exception {
    var result = bed.start(withMode("one", StartRequest.Mode.DRY_RUN));
    assertThat(result.outcome()).isEqualTo(Outcome.NOT_STARTED);
    assertThat(result.config().cpus()).isEqualTo(2);
    assertThat(bed.home.directory()).doesNotExist();
    assertThat(bed.driver.calls()).isEmpty();
  }

  @Test
  void imageOnlyFetchesTheImage() throws Exception {
    bed.start(withMode("one", StartRequest.Mode.IMAGE_ONLY));
    assertThat(bed.home.images()).isNotEmptyDirectory();
    assertThat(bed.driver.calls()).isEmpty();
    assertNothingLeft("one");
  }

  @Test
  void changesOfARunningClusterTakeEffectAtRestart() throws Exception {
    bed.start("one");
    var more = StartRequest.of("one").with(ClusterSettings.builder().memoryMiB(4096).build());
    assertThat(bed.start(more).changed()).containsExactly("memory: 2048 MiB → 4096 MiB");
    assertThat(bed.driver.find("one").orElseThrow().spec().memoryMiB()).isEqualTo(2048);
    new RestartCluster(bed.surroundings()).run(StartRequest.of("one"), _ -> {});
    assertThat(bed.driver.find("one").orElseThrow().spec().memoryMiB()).isEqualTo(4096);
  }

  @Test
  void portOfARunningClusterCannotChange() throws Exception {
    bed.start("one");
    var other = StartRequest.of("one").with(ClusterSettings.builder().apiServerPort(9443).build());
    assertThatThrownBy(() -> bed.start(other)).hasMessageStartingWith("CLUSTER_CHANGE_REFUSED");
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.ALREADY_RUNNING);
    bed.stop("one");
    assertThat(bed.start(other).config().server().getPort()).isEqualTo(9443);
  }

  @Test
  void stoppedClusterBootsFromANewerBuildOfItsVersion() throws Exception {
    bed.start("one");
    var before = bed.driver.find("one").orElseThrow().spec().iso();
    TestImages.write(bed.images, "v1.36.3", "newer");
    bed.start("one");
    assertThat(before).exists();
    bed.stop("one");
    bed.start("one");
    var after = bed.driver.find("one").orElseThrow().spec().iso();
    assertThat(after).isNotEqualTo(before).exists();
    assertThat(after)
        .startsWith(bed.home.images().resolve(new Clusters(bed.home).get("one").image()));
  }

  @Test
  void clusterOutlivesTheImageItWasMadeFrom() throws Exception {
    bed.start("one");
    bed.stop("one");
    FileTree.remove(bed.images);
    assertThat(bed.start("one").outcome()).isEqualTo(Outcome.BOOTED);
  }

  @Test
  void contextIsLeftAloneIfAskedFor() throws Exception {
    bed.start("one");
    var request =
        new StartRequest(
            "two",
            ClusterSettings.none(),
            Optional.empty(),
            true,
            false,
            false,
            false,
            StartRequest.Mode.START,
            Optional.empty(),
            0);
    bed.start(request);
    assertThat(bed.currentContext()).contains("one");
    assertThat(bed.surroundings().kubeconfig().get().server("two")).isPresent();
  }

  private void assertNothingLeft(String name) throws InterruptedException {
    assertThat(bed.driver.find(name)).isEmpty();
    assertThat(bed.home.cluster(name).directory()).doesNotExist();
    assertThat(bed.home.cluster(name).vm()).doesNotExist();
    assertThat(bed.surroundings().kubeconfig().get().server(name)).isEmpty();
  }

  private static void failAlways(dev.coracle.vm.testing.FakeConsole console, String component) {
    for (int attempt = 0; attempt < 3; attempt++) {
      console.failed(9 + attempt, component, "no space");
    }
  }

  private static StartRequest keepOnFailure(String name) {
    return new StartRequest(
        name,
        ClusterSettings.none(),
        Optional.empty(),
        false,
        false,
        true,
        false,
        StartRequest.Mode.START,
        Optional.empty(),
        0);
  }

  private static StartRequest withMode(String name, StartRequest.Mode mode) {
    return new StartRequest(
        name,
        ClusterSettings.none(),
        Optional.empty(),
        false,
        false,
        false,
        false,
        mode,
        Optional.empty(),
        0);
  }

  private static List<StartStep> steps(List<ClusterEvent> events) {
    return events.stream()
        .filter(ClusterEvent.Step.class::isInstance)
        .map(event -> ((ClusterEvent.Step) event).step())
        .toList();
  }

  private static <T> T value(java.util.concurrent.Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
