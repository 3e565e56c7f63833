package dev.coracle.gui.workloads.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.apply.ApplyModel.Phase;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyModelTest {
  private static final String PATH = "/api/v1/namespaces/shop/configmaps/settings";

  private static final String SETTINGS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings
      data:
        level: info
      """;

  private final FakeApi api = FakeApi.start();
  private final KubernetesClient client = api.connect();
  private final ApplyModel model = new ApplyModel(client, "shop", Runnable::run);

  @AfterEach
  void close() {
    model.close();
    client.close();
    api.close();
  }

  @Test
  void whatIsNewIsShownBeforeItIsMade() throws InterruptedException {
    model.text().set(SETTINGS);
    assertThat(model.canApply()).isFalse();

    var change = check().changes().getFirst();

    assertThat(change)
        .isInstanceOfSatisfying(
            Change.Created.class,
            created ->
                assertThat(created.lines())
                    .contains(new DiffLine(DiffLine.Kind.ADDED, "  level: \"info\"")));
    assertThat(api.find(PATH)).isEmpty();

    model.apply();
    Eventually.holds(() -> assertThat(model.phase().get()).isInstanceOf(Phase.Applied.class));
    assertThat(api.find(PATH)).isPresent();
  }

  @Test
  void onlyWhatDiffersIsShown() throws InterruptedException {
    there("debug");
    model.text().set(SETTINGS);

    assertThat(check().changes().getFirst())
        .isInstanceOfSatisfying(
            Change.Changed.class,
            changed ->
                assertThat(changed.lines())
                    .filteredOn(line -> line.kind() != DiffLine.Kind.SAME)
                    .containsExactly(
                        new DiffLine(DiffLine.Kind.REMOVED, "  level: \"debug\""),
                        new DiffLine(DiffLine.Kind.ADDED, "  level: \"info\"")));
  }

  @Test
  void whatIsAsItShouldBeNeedsNoApplying() throws InterruptedException {
    there("info");
    model.text().set(SETTINGS);

    assertThat(check().changes()).containsExactly(new Change.Unchanged("ConfigMap/settings"));
    assertThat(model.canApply()).isFalse();
  }

  @Test
  void whatSomebodyChangedMeanwhileIsNeverLost() throws InterruptedException {
    there("debug");
    model.text().set(SETTINGS);
    check();

    there("trace");
    model.apply();

    Eventually.holds(() ->
        assertThat(model.phase().get())
            .isInstanceOfSatisfying(
                Phase.Checked.class, checked -> assertThat(checked.outdated()).isTrue()));
    assertThat(api.find(PATH).orElseThrow().<String>get("data", "level")).isEqualTo("trace");

    model.apply();
    Eventually.holds(() -> assertThat(model.phase().get()).isInstanceOf(Phase.Applied.class));
    assertThat(api.find(PATH).orElseThrow().<String>get("data", "level")).isEqualTo("info");
  }

  @Test
  void whatOthersOwnIsTakenOverOnlyIfAPersonSaysSo() throws InterruptedException {
    there("debug");
    api.conflict(PATH, Map.of(".data.level", "kubectl"));
    model.text().set(SETTINGS);

    assertThat(check().changes())
        .containsExactly(
            new Change.Conflicting(
                "ConfigMap/settings",
                List.of(new Change.Claim(".data.level", "conflict with \"kubectl\""))));
    assertThat(model.canApply()).isFalse();

    model.force().set(true);
    assertThat(check().changes().getFirst()).isInstanceOf(Change.Changed.class);
    assertThat(model.canApply()).isTrue();
  }

  @Test
  void yamlThatIsBrokenIsToldWithItsPlace() throws InterruptedException {
    model.text().set("apiVersion: v1\nkind: [");
    model.check();

    Eventually.holds(() ->
        assertThat(model.phase().get())
            .isInstanceOfSatisfying(
                Phase.Failed.class,
                failed -> {
                  assertThat(failed.problem().code()).isEqualTo(GuiError.MANIFEST_INVALID);
                  assertThat(failed.problem().detail()).startsWith("Line ");
                }));
  }

  @Test
  void aFileMayHoldManyObjectsAndListsOfThem(@TempDir Path directory)
      throws IOException, InterruptedException {
    var file = directory.resolve("all.yaml");
    Files.writeString(
        file,
        SETTINGS
            + """
            ---
            # nothing
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            """);

    model.open(file);
    assertThat(model.file()).contains(file);
    assertThat(check().changes()).hasSize(3);
    model.apply();

    Eventually.holds(
        () -> assertThat(api.find("/api/v1/namespaces/shop/configmaps/b")).isPresent());
    assertThat(api.find("/api/v1/namespaces/other/configmaps/a")).isPresent();
  }

  @Test
  void whatWasEditedMustBeLookedAtAgain() throws InterruptedException {
    model.text().set(SETTINGS);
    check();

    model.text().set(SETTINGS + "  more: \"1\"\n");
    model.apply();

    assertThat(model.phase().get()).isInstanceOf(Phase.Editing.class);
    assertThat(api.changes()).allMatch(request -> request.endsWith("dryRun"));
  }

  private Phase.Checked check() throws InterruptedException {
    model.check();
    Eventually.holds(() -> assertThat(model.phase().get()).isInstanceOf(Phase.Checked.class));
    return (Phase.Checked) model.phase().get();
  }

  private void there(String level) {
    api.putYaml(SETTINGS.replace("name:", "namespace: shop\n  name:").replace("info", level));
  }
}
