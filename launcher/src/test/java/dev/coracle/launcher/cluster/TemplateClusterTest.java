package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.launcher.image.TestImages;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateClusterTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void driverThatCopies() throws Exception {
    bed = new TestBed(directory);
    bed.driver.setCapabilities(
        Set.of(Capability.PORT_FORWARD, Capability.SUSPEND, Capability.CLONE));
  }

  private List<ClusterEvent> start(StartRequest request) throws InterruptedException {
    var events = new ArrayList<ClusterEvent>();
    var result = new StartCluster(bed.surroundings()).run(request, events::add);
    assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(events)
        .filteredOn(event -> event instanceof ClusterEvent.Step)
        .extracting(event -> ((ClusterEvent.Step) event).step())
        .isSorted();
    return events;
  }

  private List<ClusterEvent> start(String name) throws InterruptedException {
    return start(StartRequest.of(name));
  }

  private String template() {
    assertThat(bed.home.templates()).hasSize(1);
    return "_template-" + bed.home.templates().getFirst();
  }

  private Templates templates() {
    return new Templates(bed.surroundings());
  }

  @Test
  void firstStartLeavesATemplateAndWakesACopyOfIt() throws Exception {
    start("one");
    assertThat(bed.driver.calls())
        .containsExactly(
            "create " + template(),
            "start " + template(),
            "suspend " + template(),
            "copy " + template() + " one",
            "resume one");
    assertThat(bed.adopted).containsExactly("one");
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
    assertThat(bed.driver.find(template()).orElseThrow().state()).isEqualTo(VmState.SUSPENDED);
    assertThat(new Clusters(bed.home).get("one").stage()).isEqualTo(Stage.ESTABLISHED);
  }

  @Test
  void laterStartsOfTheShapeBootNothing() throws Exception {
    start("one");
    var before = bed.driver.calls().size();
    var events = start("two");
    assertThat(bed.driver.calls().subList(before, bed.driver.calls().size()))
        .containsExactly("copy " + template() + " two", "resume two");
    assertThat(events)
        .filteredOn(event -> event instanceof ClusterEvent.Timing)
        .extracting(event -> ((ClusterEvent.Timing) event).what())
        .contains("copy the template", "adopt", "node: adopt: clients", "first answer");
    assertThat(address("one")).isNotEqualTo(address("two"));
  }

  private String address(String name) throws InterruptedException {
    var forward = bed.driver.find(name).orElseThrow().spec().forwards().getFirst();
    assertThat(forward.host().getHostString())
        .isEqualTo(new Clusters(bed.home).get(name).config().hostAddress());
    return forward.host().getHostString();
  }

  @Test
  void templateOutlivesAHostThatCannotCopyIt() throws Exception {
    start("one");
    bed.driver.failNext(Operation.COPY, new Problem(VmError.HOST_FILE_FAILED, "no config disk"));
    assertThatThrownBy(() -> bed.start("two")).hasMessageStartingWith("HOST_FILE_FAILED");
    assertThat(bed.home.clusterNames()).containsExactly("one");
    start("two");
    assertThat(bed.driver.calls()).endsWith("copy " + template() + " two", "resume two");
    assertThat(bed.driver.find("two").orElseThrow().spec().configDisk()).exists();
  }

  @Test
  void otherShapesHaveTemplatesOfTheirOwn() throws Exception {
    start("one");
    start(
        StartRequest.of("two")
            .with(ClusterSettings.builder().apiServerNames(List.of("a")).build()));
    assertThat(bed.home.templates()).hasSize(1);
    start(StartRequest.of("three").with(ClusterSettings.builder().cpus(1).build()));
    assertThat(bed.home.templates()).hasSize(2);
  }

  @Test
  void copyIsAnOrdinaryClusterFromThenOn() throws Exception {
    start("one");
    start("two");
    assertThat(bed.delete("one")).isTrue();
    templates().dropAll();
    assertThat(bed.home.templates()).isEmpty();
    new StopCluster(bed.surroundings()).run("two", false, false, _ -> {});
    assertThat(bed.start("two").outcome()).isEqualTo(Outcome.WOKEN);
    new StopCluster(bed.surroundings()).run("two", false, true, _ -> {});
    assertThat(bed.start("two").outcome()).isEqualTo(Outcome.BOOTED);
    assertThat(bed.driver.calls()).doesNotContain("reconfigure two");
  }

  @Test
  void templatesAreNoClusters() throws Exception {
    start("one");
    assertThat(new ListProfiles(bed.surroundings()).run(false).valid()).hasSize(1);
    assertThat(bed.deleteAll(false)).containsExactly("one");
    assertThat(bed.driver.find(template())).isPresent();
    assertThat(bed.deleteAll(true)).isEmpty();
    assertThat(bed.driver.list()).isEmpty();
    assertThat(bed.home.directory()).doesNotExist();
  }

  @Test
  void doctorTellsOfTemplates() throws Exception {
    start("one");
    var check =
        new CheckHost(bed.surroundings())
            .checks("one").stream()
                .filter(it -> it.id().equals("templates"))
                .findFirst()
                .orElseThrow();
    assertThat(check.check().run())
        .isInstanceOfSatisfying(
            CheckResult.Ok.class, ok -> assertThat(ok.detail()).startsWith("1, "));
  }

  @Test
  void withoutTemplatesAClusterBoots() throws Exception {
    start(withSpace("one", 0));
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD, Capability.SUSPEND));
    assertThat(start("two")).contains(info("Booting, for the driver fake has no templates here."));
    assertThat(bed.driver.calls())
        .containsExactly("create one", "start one", "create two", "start two");
    assertThat(bed.home.templates()).isEmpty();
  }

  private static StartRequest withSpace(String name, int mebibytes) {
    return new StartRequest(
        name,
        ClusterSettings.none(),
        java.util.Optional.empty(),
        false,
        false,
        false,
        false,
        StartRequest.Mode.START,
        java.util.Optional.empty(),
        mebibytes);
  }

  private static ClusterEvent info(String message) {
    return new ClusterEvent.Info(message);
  }

  @Test
  void templateWhoseMemoryIsRefusedIsMadeAnew() throws Exception {
    start("one");
    bed.driver.spoilMemory(template(), "saved by another version");
    assertThat(start("two"))
        .contains(
            info(
                "The template is of no use any more and goes, for VM_RESUME_FAILED: saved by"
                    + " another version"));
    assertThat(bed.driver.calls())
        .endsWith(
            "create " + template(),
            "start " + template(),
            "suspend " + template(),
            "copy " + template() + " two",
            "resume two");
  }

  @Test
  void clusterBootsIfItsNodeIsNotAdopted() throws Exception {
    start("one");
    bed.refusal = new Problem(LauncherError.NODE_NOT_ADOPTED, "other members differ");
    assertThat(start("two"))
        .contains(
            info(
                "The template is of no use any more and goes, for NODE_NOT_ADOPTED: other members"
                    + " differ"));
    assertThat(bed.driver.calls()).endsWith("create two", "start two");
    assertThat(bed.home.templates()).isEmpty();
  }

  @Test
  void templateOutlivesAnAdoptionThatFailed() throws Exception {
    start("one");
    bed.refusal = new Problem(LauncherError.NODE_ADOPTION_FAILED, "etcd: timed out");
    assertThat(start("two")).contains(info("Booting, for NODE_ADOPTION_FAILED: etcd: timed out"));
    assertThat(bed.driver.calls()).endsWith("delete two", "create two", "start two");
    bed.refusal = null;
    start("three");
    assertThat(bed.driver.calls()).endsWith("copy " + template() + " three", "resume three");
  }

  @Test
  void clusterBootsIfTheTemplateCannotSleep() throws Exception {
    bed.driver.failNext(Operation.SUSPEND, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertThat(start("one"))
        .contains(info("Booting, for there can be no template: HOST_DISK_FULL: no space"));
    assertThat(bed.driver.calls()).endsWith("create one", "start one");
    assertThat(bed.home.templates()).isEmpty();
  }

  @Test
  void nodeThatCannotBecomeReadyFailsTheStartAtOnce() throws Exception {
    bed.driver.setBoot(console -> {
      for (int attempt = 0; attempt < 3; attempt++) {
        console.failed(9 + attempt, "etcd", "no space");
      }
    });
    assertThatThrownBy(() -> bed.start("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("GUEST_COMPONENT_FAILED")
        .hasMessageContaining(bed.home.logs().toString());
    assertThat(bed.home.logs()).isDirectoryContaining("glob:**one-*.console.log");
    assertThat(bed.driver.list()).isEmpty();
    assertThat(bed.home.templates()).isEmpty();
    assertThat(bed.home.clusterNames()).isEmpty();
  }

  @Test
  void whatAKilledStartLeftOfATemplateIsRemovedByTheNextCommand() throws Exception {
    start("one");
    var id = bed.home.templates().getFirst();
    for (var stage : List.of(Stage.CREATING, Stage.DELETING)) {
      templates().save(id, templates().get(id).at(stage));
      assertThat(bed.delete("none")).isFalse();
      assertThat(bed.driver.find("_template-" + id)).isEmpty();
      assertThat(bed.home.templates()).isEmpty();
      start(stage == Stage.CREATING ? "two" : "three");
    }
    Files.writeString(bed.home.template(id).file(), "{");
    start("four");
    assertThat(templates().whole()).containsExactly(id);
  }

  @Test
  void copyThatWasNotAdoptedYetIsNeverBooted() throws Exception {
    start("one");
    start("two");
    var clusters = new Clusters(bed.home);
    clusters.save(clusters.get("two").at(Stage.CREATING));
    start("two");
    assertThat(bed.driver.calls())
        .endsWith("delete two", "copy " + template() + " two", "resume two");
    assertThat(bed.adopted).containsExactly("one", "two", "two");
  }

  @Test
  void startsOfOneShapeAtOnceMakeOneTemplate() throws Exception {
    Callable<List<ClusterEvent>> one = () -> start("one");
    Callable<List<ClusterEvent>> two = () -> start("two");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var started : executor.invokeAll(List.of(one, two))) {
        started.get();
      }
    }
    assertThat(bed.driver.calls()).filteredOn(call -> call.startsWith("create")).hasSize(1);
    assertThat(bed.driver.calls()).filteredOn(call -> call.startsWith("copy")).hasSize(2);
  }

  @Test
  void leastRecentlyUsedGoIfAllTakeTooMuchAndThoseOfOldImagesDo() throws Exception {
    start(withCpus("one", 1));
    start(withCpus("two", 2));
    var first = Shape.of(config("one"), image("one")).id();
    bed.home.template(first).use(java.time.Instant.EPOCH);
    Files.write(bed.home.template(first).directory().resolve("large"), new byte[3 << 20]);
    var request = withSpace("three", 2);
    start(request.with(ClusterSettings.builder().cpus(3).build()));
    assertThat(templates().whole())
        .containsExactlyInAnyOrder(
            Shape.of(config("two"), image("two")).id(),
            Shape.of(config("three"), image("three")).id());
    TestImages.write(bed.images, "v1.36.3", "another iso");
    start("four");
    assertThat(templates().whole()).containsExactly(Shape.of(config("four"), image("four")).id());
  }

  private static StartRequest withCpus(String name, int cpus) {
    return StartRequest.of(name).with(ClusterSettings.builder().cpus(cpus).build());
  }

  private ClusterConfig config(String name) {
    return new Clusters(bed.home).get(name).config();
  }

  private String image(String name) {
    return new Clusters(bed.home).get(name).image();
  }
}
