package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.launcher.problem.LauncherError;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectActionsTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

  private final FakeApi api = FakeApi.start();
  private final KubernetesClient client = api.connect();
  private final ObjectActions actions =
      new ObjectActions(client, InstantSource.fixed(Instant.parse("2026-11-26T10:00:00.5Z")));
  private final ObjectId web = new ObjectId(ObjectKind.DEPLOYMENT, "shop", "web");

  @BeforeEach
  void aShop() {
    RecordedObjects.putInto(api);
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void scalesAndLeavesTheRestAsItIs() throws InterruptedException {
    actions.scale(web, 5);

    var spec = api.find(WEB).orElseThrow();
    assertThat(spec.<Integer>get("spec", "replicas")).isEqualTo(5);
    assertThat(spec.<String>get("spec", "selector", "matchLabels", "app")).isEqualTo("web");
  }

  @Test
  void restartsAsKubectlDoes() throws InterruptedException {
    actions.restart(web);

    assertThat(
            api.find(WEB)
                .orElseThrow()
                .<Object>get("spec", "template", "metadata", "annotations")
                .toString())
        .isEqualTo("{kubectl.kubernetes.io/restartedAt=2026-11-26T10:00:00Z}");
  }

  @Test
  void deletes() throws InterruptedException {
    actions.delete(web);

    assertThat(api.find(WEB)).isEmpty();
  }

  @Test
  void whatIsGoneCannotBeScaled() {
    assertThatThrownBy(() -> actions.scale(new ObjectId(ObjectKind.DEPLOYMENT, "shop", "x"), 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(GuiError.OBJECT_GONE));
  }

  @Test
  void aServerThatIsAwayIsToldAsSuch() {
    api.close();

    assertThatThrownBy(() -> actions.scale(web, 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LauncherError.API_UNREACHABLE));
  }
}
