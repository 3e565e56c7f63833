package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.launcher.cluster.AddonState.Stage;
import dev.coracle.launcher.cluster.Undo.Undoable;
import dev.coracle.vm.VmDriver.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of addons are undone without a snapshot, in a cluster that goes on meanwhile. */
class AddonUndoTest {
  private TestBed bed;

  @BeforeEach
  void startOne(@TempDir Path directory) throws Exception {
    bed = new TestBed(directory);
    var seconds = new AtomicLong(1_000);
    bed.clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    addon("base", "parameters: {size: {description: y, type: string, default: s}}", "{{size}}");
    addon("top", "dependencies: [base]", "x");
    addon("standard", "default: true", "x");
    bed.start("one");
  }

  private void addon(String name, String yaml, String size) throws IOException {
    var manifests = Files.createDirectories(bed.home.addons().resolve(name).resolve("manifests"));
    Files.writeString(manifests.resolveSibling("addon.yaml"), "{description: x, " + yaml + "}");
    Files.writeString(
        manifests.resolve("all.yaml"),
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: x}, data: {size: \"%s\"}}"
            .formatted(name, size));
  }

  private ClusterAddons addons() {
    return new ClusterAddons(bed.surroundings());
  }

  private void enable(String name) throws InterruptedException {
    addons().enable("one", name, AddonChoice.none(), _ -> {});
  }

  private void disable(String name) throws InterruptedException {
    addons().disable("one", name, _ -> {});
  }

  private void configure(String size) throws InterruptedException {
    addons().configure("one", "base", Map.of("size", size), _ -> {});
  }

  private Undo undo() {
    return new Undo(bed.surroundings(), Undo.DEFAULT_SPACE_MIB);
  }

  private String undone() throws InterruptedException {
    return undo().last("one", _ -> {});
  }

  private List<String> undoable() throws InterruptedException {
    return undo().list("one").stream().map(Undoable::command).toList();
  }

  private AddonState state(String name) {
    return Objects.requireNonNull(bed.surroundings().clusters().get("one").addons().get(name));
  }

  private String size() {
    return bed.objects.there.entrySet().stream()
        .filter(entry -> entry.getKey().toString().equals("ConfigMap x/base"))
        .map(entry -> entry.getValue().object("data").text("size"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasEnabledGoesWithWhatItNeededAndTheVmIsLeftAlone() throws Exception {
    var calls = bed.driver.calls();
    enable("top");
    assertThat(undone()).isEqualTo("addons enable top");
    assertThat(bed.objects.there).isEmpty();
    assertThat(bed.objects.calls.indexOf("delete ConfigMap x/top"))
        .isNotNegative()
        .isLessThan(bed.objects.calls.indexOf("delete ConfigMap x/base"));
    assertThat(state("top").stage()).isEqualTo(Stage.DISABLED);
    assertThat(state("base").stage()).isEqualTo(Stage.DISABLED);
    assertThat(bed.driver.calls()).isEqualTo(calls);
  }

  @Test
  void whatWasDisabledIsBackAsItWasConfigured() throws Exception {
    configure("large");
    enable("base");
    disable("base");
    disable("standard");
    assertThat(undoable())
        .containsExactly("addons disable standard", "addons disable base", "addons enable base");
    undone();
    assertThat(bed.objects.names()).contains("ConfigMap x/standard");
    undone();
    assertThat(size()).isEqualTo("large");
    undone();
    assertThat(bed.objects.names()).doesNotContain("ConfigMap x/base");
    assertThatThrownBy(this::undone).hasMessageStartingWith("NOTHING_TO_UNDO");
  }

  @Test
  void parametersAreWhatTheyWere() throws Exception {
    configure("medium");
    enable("base");
    configure("large");
    assertThat(undone()).isEqualTo("addons configure base");
    assertThat(size()).isEqualTo("medium");
    undone();
    undone();
    assertThat(state("base")).isEqualTo(AddonState.UNTOUCHED);
  }

  @Test
  void whatChangedNothingCannotBeUndone() throws Exception {
    enable("base");
    enable("base");
    configure("s");
    assertThat(undoable()).containsExactly("addons configure base", "addons enable base");
    configure("s");
    assertThat(undoable()).hasSize(2);
  }

  @Test
  void failedChangeCannotBeUndone() throws Exception {
    bed.objects.refused.add("base");
    assertThatThrownBy(() -> enable("base")).hasMessageStartingWith("OBJECT_REFUSED");
    assertThat(undoable()).isEmpty();
  }

  @Test
  void changeThatWasKilledCanBeUndone() throws Exception {
    enable("base");
    var clusters = bed.surroundings().clusters();
    clusters.save(clusters.get("one").with("base", AddonState.UNTOUCHED.at(Stage.ENABLING)));
    undone();
    assertThat(bed.objects.there).isEmpty();
    assertThat(state("base").stage()).isEqualTo(Stage.DISABLED);
  }

  @Test
  void whatIsNeededByNowStays() throws Exception {
    enable("base");
    bed.start(
        StartRequest.of("one").with(ClusterSettings.builder().addons(List.of("top")).build()));
    assertThatThrownBy(this::undone).hasMessageStartingWith("ADDON_NEEDED");
    assertThat(undoable()).containsExactly("addons enable base");
    assertThat(state("base").stage()).isEqualTo(Stage.ENABLED);
  }

  @Test
  void clusterAtRestIsChangedByItsNextStart() throws Exception {
    enable("base");
    bed.stop("one");
    undone();
    assertThat(bed.objects.names()).contains("ConfigMap x/base");
    bed.start("one");
    assertThat(bed.objects.there).isEmpty();
  }

  @Test
  void failedUndoIsFinishedByTheNextStart() throws Exception {
    enable("base");
    disable("base");
    bed.objects.refused.add("base");
    assertThatThrownBy(this::undone).hasMessageStartingWith("OBJECT_REFUSED");
    bed.objects.refused.clear();
    bed.start("one");
    assertThat(bed.objects.names()).contains("ConfigMap x/base");
  }

  @Test
  void addonThatIsGoneCannotComeBack() throws Exception {
    enable("base");
    disable("base");
    Files.delete(bed.home.addons().resolve("base/addon.yaml"));
    assertThatThrownBy(this::undone).hasMessageStartingWith("ADDON_");
    assertThat(state("base").stage()).isEqualTo(Stage.DISABLED);
  }

  @Test
  void lastCommandComesFirstWhateverItChanged() throws Exception {
    bed.driver.setCapabilities(EnumSet.allOf(Capability.class));
    var snapshots = new SnapshotCluster(bed.surroundings(), Undo.DEFAULT_SPACE_MIB);
    enable("base");
    snapshots.take("one", Optional.of("monday"), _ -> {});
    snapshots.delete("one", "monday", _ -> {});
    disable("base");
    assertThat(undoable())
        .containsExactly("addons disable base", "snapshot delete monday", "addons enable base");
    assertThat(undone()).isEqualTo("addons disable base");
    assertThat(undone()).isEqualTo("snapshot delete monday");
    assertThat(undone()).isEqualTo("addons enable base");
  }

  @Test
  void changesAreThoseOfTheStateThatIsRestored() throws Exception {
    bed.driver.setCapabilities(EnumSet.allOf(Capability.class));
    var snapshots = new SnapshotCluster(bed.surroundings(), Undo.DEFAULT_SPACE_MIB);
    snapshots.take("one", Optional.of("monday"), _ -> {});
    enable("base");
    snapshots.restore("one", "monday", _ -> {});
    assertThat(undoable()).containsExactly("snapshot restore monday");
    undone();
    assertThat(undoable()).contains("addons enable base");
  }
}
