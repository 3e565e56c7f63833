package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.addons.AddonError;
import dev.coracle.errors.ErrorCode;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.AddonState.Stage;
import dev.coracle.launcher.kube.ObjectRef;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAddonsTest {
  private static final String INVENTORY = "ConfigMap kube-system/coracle-addon-";

  private TestBed bed;

  @BeforeEach
  void catalogue(@TempDir Path directory) throws IOException {
    bed = new TestBed(directory);
    addon(
        "base", "{description: x, parameters: {size: {description: y, type: string, default: s}}}");
    addon("top", "{description: x, dependencies: [base]}");
    addon("standard", "{description: x, default: true}");
  }

  /** Its manifests: a config map named as the addon, before that its namespace. */
  private void addon(String name, String yaml) throws IOException {
    var manifests = Files.createDirectories(bed.home.addons().resolve(name).resolve("manifests"));
    Files.writeString(manifests.resolveSibling("addon.yaml"), yaml);
    var value = name.equals("base") ? "{{size}}" : "x";
    Files.writeString(
        manifests.resolve("all.yaml"),
        """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: %1$s, namespace: %1$s}, data: {size: "%2$s"}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: %1$s}}
        """
            .formatted(name, value));
  }

  private ClusterAddons addons() {
    return new ClusterAddons(bed.surroundings());
  }

  private void enable(String name) throws InterruptedException {
    addons().enable("dev", name, AddonChoice.none(), _ -> {});
  }

  private void disable(String name) throws InterruptedException {
    addons().disable("dev", name, _ -> {});
  }

  private Map<String, AddonState> states() {
    return bed.surroundings().clusters().get("dev").addons();
  }

  private boolean isEnabled(String name) {
    return addons().get("dev", name).enabled();
  }

  @Test
  void enabledAddonIsThereWithItsInventoryAndItsLabel() throws Exception {
    bed.start("dev");
    enable("base");

    assertThat(bed.objects.calls)
        .containsExactly(
            "apply " + INVENTORY + "base", "apply Namespace base", "apply ConfigMap base/base");
    assertThat(bed.objects.there.values())
        .allSatisfy(object ->
            assertThat(object.object("metadata").object("labels").text(AddonInventory.LABEL))
                .isEqualTo("base"));
    assertThat(isEnabled("base")).isTrue();
    enable("base");
    assertThat(bed.objects.names()).hasSize(3);
  }

  @Test
  void disabledAddonLeavesNothing() throws Exception {
    bed.start("dev");
    enable("base");
    disable("base");
    assertThat(bed.objects.there).isEmpty();
    assertThat(isEnabled("base")).isFalse();
    bed.objects.calls.clear();
    disable("base");
    assertThat(bed.objects.calls).isEmpty();
  }

  @Test
  void addonCanBeDisabledWhenItsFolderIsGone() throws Exception {
    bed.start("dev");
    enable("base");
    Files.delete(bed.home.addons().resolve("base/addon.yaml"));
    disable("base");
    assertThat(bed.objects.there).isEmpty();
  }

  @Test
  void whatTheManifestsNoLongerHaveGoes() throws Exception {
    bed.start("dev");
    enable("base");
    Files.writeString(
        bed.home.addons().resolve("base/manifests/all.yaml"),
        "{apiVersion: v1, kind: Namespace, metadata: {name: base}}");
    enable("base");
    assertThat(bed.objects.names()).containsExactly(INVENTORY + "base", "Namespace base");
  }

  @Test
  void dependenciesComeFirstAndStayWhileTheyAreNeeded() throws Exception {
    bed.start("dev");
    enable("top");
    assertThat(bed.objects.calls.indexOf("apply ConfigMap base/base"))
        .isNotNegative()
        .isLessThan(bed.objects.calls.indexOf("apply ConfigMap top/top"));
    assertProblem(AddonError.ADDON_NEEDED, () -> disable("base"));
    disable("top");
    disable("base");
    assertThat(bed.objects.there).isEmpty();
  }

  @Test
  void addonsThatNeedEachOtherAreAProblem() throws Exception {
    addon("base", "{description: x, dependencies: [top], parameters: {}}");
    bed.start("dev");
    assertProblem(AddonError.ADDON_BROKEN, () -> enable("top"));
    assertThat(states()).isEmpty();
  }

  @Test
  void clusterThatSleepsHasTheAddonAtItsNextStart() throws Exception {
    bed.start("dev");
    bed.stop("dev");
    enable("base");
    assertThat(bed.objects.calls).isEmpty();
    assertThat(addons().get("dev", "base").pending()).isTrue();
    bed.start("dev");
    assertThat(bed.objects.names()).contains("ConfigMap base/base");
    assertThat(addons().get("dev", "base").pending()).isFalse();

    bed.stop("dev");
    disable("base");
    assertThat(bed.objects.there).isNotEmpty();
    bed.start("dev");
    assertThat(bed.objects.there).isEmpty();
  }

  @Test
  void startEnablesWhatItIsAskedFor() throws Exception {
    bed.start(
        StartRequest.of("dev").with(ClusterSettings.builder().addons(List.of("top")).build()));
    assertThat(bed.objects.names()).contains("ConfigMap base/base", "ConfigMap top/top");
    assertThat(states().values()).extracting(AddonState::stage).containsOnly(Stage.ENABLED);
    bed.objects.calls.clear();
    bed.start("dev");
    assertThat(bed.objects.calls).isEmpty();
  }

  @Test
  void startWithAnUnknownAddonChangesNothing() {
    assertProblem(
        AddonError.ADDON_UNKNOWN,
        () ->
            bed.start(
                StartRequest.of("dev")
                    .with(ClusterSettings.builder().addons(List.of("none")).build())));
    assertThat(bed.surroundings().clusters().find("dev")).isEmpty();
  }

  @Test
  void addonThatFailsIsNotInTheWayOfAStart() throws Exception {
    bed.start("dev");
    bed.stop("dev");
    enable("base");
    bed.objects.refused.add("base");
    var events = new ArrayList<ClusterEvent>();
    new StartCluster(bed.surroundings()).run(StartRequest.of("dev"), events::add);
    assertThat(events).anyMatch(event -> event instanceof ClusterEvent.Warning);
  }

  @Test
  void imageThatTheNodeCannotGetIsToldAtOnceAndTheAddonStaysEnabled() throws Exception {
    bed.start("dev");
    addon("online", "{description: x, images: {A: example.org/a}, health: [{path: /a, items: 1}]}");
    bed.objects.answers.put(
        "/api/v1/pods",
        JsonObject.parse(
            """
            {"items": [{"status": {"containerStatuses": [
              {"image": "example.org/b", "state": {"waiting": {"reason": "ImagePullBackOff"}}},
              {"image": "example.org/a", "state": {"waiting": {"reason": "ImagePullBackOff"}}}]}}]}
            """
                .getBytes(UTF_8)));
    assertProblem(AddonError.ADDON_IMAGE_UNAVAILABLE, () -> enable("online"));
    assertThat(isEnabled("online")).isTrue();
  }

  @Test
  void nobodyWaitsForTheAddonOfAClusterThatIsPutToSleep() throws Exception {
    bed.start("dev");
    addon("slow", "{description: x, health: [{path: /a, items: 1}]}");
    var sleep =
        new FutureTask<>(() -> {
          bed.stop("dev");
          return true;
        });
    bed.objects.beforeAnswer.put(
        "/a",
        () -> {
          sleep.run();
          throw new ProblemException(LauncherError.API_UNREACHABLE, "nobody there");
        });
    assertProblem(LauncherError.CLUSTER_NOT_RUNNING, () -> enable("slow"));
    assertThat(isEnabled("slow")).isTrue();
  }

  @Test
  void defaultAddonIsThereUntilItIsDisabled() throws Exception {
    bed.start("dev");
    assertThat(isEnabled("standard")).isTrue();
    disable("standard");
    assertThat(bed.objects.calls).contains("delete ConfigMap standard/standard");
    assertThat(isEnabled("standard")).isFalse();
    enable("standard");
    assertThat(bed.objects.names()).contains("ConfigMap standard/standard");
  }

  @Test
  void parametersAreRememberedAndApplied() throws Exception {
    bed.start("dev");
    addons().configure("dev", "base", Map.of("size", "large"), _ -> {});
    assertThat(bed.objects.calls).isEmpty();
    enable("base");
    assertThat(size()).isEqualTo("large");
    addons().configure("dev", "base", Map.of("size", "small"), _ -> {});
    assertThat(size()).isEqualTo("small");
    assertProblem(
        AddonError.ADDON_VALUE_INVALID,
        () -> addons().configure("dev", "base", Map.of("sise", "x"), _ -> {}));
  }

  private String size() {
    return bed.objects.there.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("base"))
        .filter(entry -> entry.getKey().kind().equals("ConfigMap"))
        .map(entry -> entry.getValue().object("data").text("size"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void interruptedOrRefusedAddonLeavesNothing() throws Exception {
    bed.start("dev");
    bed.objects.interruptedAt = "top";
    assertThatThrownBy(() -> enable("top")).isInstanceOf(InterruptedException.class);
    assertThat(bed.objects.there).isEmpty();
    assertThat(isEnabled("top")).isFalse();
    assertThat(isEnabled("base")).isFalse();

    bed.objects.interruptedAt = "";
    bed.objects.refused.add("top");
    assertProblem(LauncherError.OBJECT_REFUSED, () -> enable("top"));
    assertThat(bed.objects.there).isEmpty();
  }

  @Test
  void commandThatWasKilledIsFinishedByTheNextStart() throws Exception {
    bed.start("dev");
    enable("base");
    var clusters = bed.surroundings().clusters();
    clusters.save(
        clusters
            .get("dev")
            .with(
                Map.of(
                    "base", AddonState.UNTOUCHED.at(Stage.DISABLING),
                    "standard", AddonState.UNTOUCHED.at(Stage.ENABLING))));
    bed.start("dev");
    assertThat(bed.objects.names())
        .containsExactlyInAnyOrder(
            INVENTORY + "standard", "Namespace standard", "ConfigMap standard/standard");
    assertThat(states().values()).noneMatch(AddonState::isPending);
  }

  @Test
  void imageIsOfAnotherRegistryOnlyIfThatIsSaid() throws Exception {
    addon(
        "base",
        "{description: x, images: {A: example.org/a:1}, parameters: {size: {description: y, type: string, default: s}}}");
    bed.start("dev");
    for (var expected :
        Map.of(
                "example.org/b:2", new AddonChoice(Map.of(), Map.of("A", "b:2"), Map.of()),
                "mine/a:1", new AddonChoice(Map.of(), Map.of(), Map.of("A", "mine")),
                "b:2", new AddonChoice(Map.of(), Map.of("A", "b:2"), Map.of("A", "")))
            .entrySet()) {
      addons().enable("dev", "base", expected.getValue(), _ -> {});
      assertThat(states())
          .hasEntrySatisfying(
              "base", state -> assertThat(state.images()).containsEntry("A", expected.getKey()));
    }
  }

  @Test
  void addonOfTheUsersAuthorityKeepsWhatItWasGiven() throws Exception {
    addon("top", "{description: x, authority: {namespace: top, secret: ca}}");
    bed.start("dev");
    enable("top");
    var given = authorityKey();
    assertThat(given).isNotEmpty();
    enable("top");
    assertThat(authorityKey()).isEqualTo(given);
    disable("top");
    assertThat(bed.objects.there).isEmpty();
  }

  private String authorityKey() {
    return bed.objects
        .find(new ObjectRef("v1", "Secret", "top", "ca"))
        .orElseThrow()
        .object("data")
        .text("tls.key");
  }

  @Test
  void portThatIsAnotherIsToldAndPortThatIsRefusedIsAProblem() throws Exception {
    Files.writeString(
        bed.home.addons().resolve("base/manifests/all.yaml"),
        "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer}}");
    bed.start("dev");
    bed.objects.ports = "moved to 8080";
    var events = new ArrayList<ClusterEvent>();
    addons().enable("dev", "base", AddonChoice.none(), events::add);
    assertThat(events)
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    ClusterEvent.Warning.class,
                    it -> assertThat(it.problem().detail()).contains("moved to 8080")));
    bed.objects.ports = "in use";
    assertProblem(AddonError.ADDON_PORT_REFUSED, () -> enable("base"));
    assertThat(isEnabled("base")).isTrue();
  }

  @Test
  void addonWithoutAServiceCannotBeOpened() throws Exception {
    bed.start("dev");
    assertProblem(AddonError.ADDON_NOT_ENABLED, () -> addons().endpoints("dev", "base", "http"));
    enable("base");
    assertProblem(
        AddonError.ADDON_WITHOUT_ENDPOINT, () -> addons().endpoints("dev", "base", "http"));
  }

  private static void assertProblem(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  @Test
  void intervalOfAutoPauseIsAnAddonsParameterThatEnablesNothing() throws Exception {
    var folder = Files.createDirectories(bed.home.addons().resolve(AutoPause.ADDON));
    Files.copy(
        Path.of("..", "addons", "catalogue", AutoPause.ADDON, "addon.yaml"),
        folder.resolve("addon.yaml"));
    var asked = ClusterSettings.builder().autoPauseInterval("5m");
    bed.start(StartRequest.of("dev").with(asked.build()));
    assertThat(bed.surroundings().clusters().get("dev").autoPause()).isEmpty();
    asked = ClusterSettings.builder().addons(List.of(AutoPause.ADDON));
    bed.start(StartRequest.of("dev").with(asked.build()));
    assertThat(isEnabled(AutoPause.ADDON)).isTrue();
    assertThat(bed.surroundings().clusters().get("dev").autoPause()).contains("5m");
    for (var wrong : List.of("0s", "", "1", "-1m", "soon", "1 m")) {
      var request =
          StartRequest.of("dev").with(ClusterSettings.builder().autoPauseInterval(wrong).build());
      assertThatThrownBy(() -> bed.start(request)).hasMessageStartingWith("ADDON_VALUE_INVALID");
    }
    enable(AutoPause.ADDON);
    assertThat(bed.surroundings().clusters().get("dev").autoPause()).contains("5m");
  }

  @Test
  void intervalThatNobodySetIsTheCatalogues() throws Exception {
    var folder = Files.createDirectories(bed.home.addons().resolve(AutoPause.ADDON));
    Files.copy(
        Path.of("..", "addons", "catalogue", AutoPause.ADDON, "addon.yaml"),
        folder.resolve("addon.yaml"));
    bed.start("dev");
    enable(AutoPause.ADDON);
    assertThat(bed.surroundings().clusters().get("dev").autoPause())
        .contains(addons().get("dev", AutoPause.ADDON).values().get(AutoPause.INTERVAL));
  }
}
