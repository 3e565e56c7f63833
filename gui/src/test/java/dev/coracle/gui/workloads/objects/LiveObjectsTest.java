package dev.coracle.gui.workloads.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveObjectsTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

  private FakeApi api = FakeApi.start();
  private final KubernetesClient client = api.connect();
  private final LiveObjects live = new LiveObjects(client, () -> {});

  @BeforeEach
  void aShop() {
    RecordedObjects.putInto(api);
  }

  @AfterEach
  void close() {
    live.close();
    client.close();
    api.close();
  }

  @Test
  void tellsWhatIsThereAndWhatChanges() throws InterruptedException {
    Eventually.holds(() -> assertThat(names(ObjectKind.DEPLOYMENT)).contains("web", "search"));
    Eventually.holds(() -> assertThat(live.namespaces()).contains("default", "shop"));
    Eventually.holds(() ->
        assertThat(live.state(ObjectKind.DEPLOYMENT)).isInstanceOf(LiveObjects.State.Live.class));

    api.remove(WEB);
    api.putYaml(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop}
        """);

    Eventually.holds(() -> assertThat(names(ObjectKind.DEPLOYMENT)).contains("cart"));
    Eventually.holds(() -> assertThat(names(ObjectKind.DEPLOYMENT)).doesNotContain("web"));
  }

  @Test
  void connectsAgainToAServerThatWasAwayAndTellsWhatHappenedMeanwhile()
      throws InterruptedException, IOException {
    Eventually.holds(() -> assertThat(names(ObjectKind.POD)).hasSize(2));
    int port = api.port();

    api.close();
    assertThat(names(ObjectKind.POD)).hasSize(2);

    api = new FakeApi(port);
    api.put(RecordedObjects.pod(3, "Running", true, 0));
    Eventually.holds(() -> assertThat(names(ObjectKind.POD)).containsExactly("web-6d4cf56db6-x3"));
  }

  @Test
  void saysThatTheServerIsAwayAndKeepsWhatItToldUntilItIsBack()
      throws InterruptedException, IOException {
    Eventually.holds(() -> assertThat(names(ObjectKind.POD)).hasSize(2));
    Eventually.holds(
        () -> assertThat(live.state(ObjectKind.POD)).isInstanceOf(LiveObjects.State.Live.class));
    int port = api.port();

    api.close();
    Eventually.holds(
        () -> assertThat(live.state(ObjectKind.POD)).isInstanceOf(LiveObjects.State.Lost.class));
    assertThat(names(ObjectKind.POD)).hasSize(2);

    api = new FakeApi(port);
    api.put(RecordedObjects.pod(3, "Running", true, 0));
    Eventually.holds(
        () -> assertThat(live.state(ObjectKind.POD)).isInstanceOf(LiveObjects.State.Live.class));
    assertThat(names(ObjectKind.POD)).containsExactly("web-6d4cf56db6-x3");
  }

  @Test
  void saysWhyNothingCanBeTold() throws InterruptedException {
    api.close();

    Eventually.holds(
        () -> assertThat(live.state(ObjectKind.POD)).isInstanceOf(LiveObjects.State.Failing.class));
  }

  @Test
  void detailsTellOwnerOwnedAndEventsOfAnObject() throws InterruptedException {
    Eventually.holds(() -> {
      var links = details(ObjectKind.DEPLOYMENT, "web").links();
      assertThat(links.stream().map(link -> link.relation() + " " + link.id().name()))
          .contains("OWNED web-6d4cf56db6", "OWNED web-6d4cf56db6-x1");
    });
    Eventually.holds(() ->
        assertThat(details(ObjectKind.DEPLOYMENT, "web").events())
            .extracting(event -> event.cells().get(1).text())
            .containsExactly("ScalingReplicaSet"));
    Eventually.holds(() -> {
      var pod = details(ObjectKind.POD, "web-6d4cf56db6-x1");
      assertThat(pod.links().stream().map(link -> link.relation() + " " + link.id().kubectl()))
          .contains(
              "OWNER replicaset/web-6d4cf56db6",
              "USES configmap/web-settings",
              "USES secret/web-login",
              "USED_BY service/web");
      assertThat(pod.containers()).containsExactly("web", "proxy");
      assertThat(pod.ports()).containsExactly(8080);
      assertThat(pod.conditions()).extracting(Details.Condition::type).contains("Ready");
      assertThat(pod.yaml()).doesNotContain("managedFields");
    });
    Eventually.holds(() -> assertThat(details(ObjectKind.SECRET, "web-login").links()).hasSize(2));
  }

  @Test
  void secretsAreMaskedUntilTheyAreAskedFor() throws InterruptedException {
    Eventually.holds(() -> {
      var yaml = details(ObjectKind.SECRET, "web-login").yaml();
      assertThat(yaml).contains("password", Details.MASK).doesNotContain("aHVudGVyMg");
    });
    assertThat(Details.revealed(new ObjectId(ObjectKind.SECRET, "shop", "web-login"), live))
        .isEqualTo(Map.of("password", "hunter2", "user", "shop"));
  }

  @Test
  void aServicesPortLeadsToThePortOfAReadyPod() throws InterruptedException {
    Eventually.holds(() ->
        assertThat(ForwardTarget.of(new ObjectId(ObjectKind.SERVICE, "shop", "web"), 80, live))
            .contains(
                new ForwardTarget(
                    new ObjectId(ObjectKind.POD, "shop", "web-6d4cf56db6-x1"), 8080)));
  }

  private Details details(ObjectKind kind, String name) {
    return Details.of(new ObjectId(kind, "shop", name), live)
        .orElseThrow(() -> new AssertionError("not there yet"));
  }

  private List<String> names(ObjectKind kind) {
    return live.rows(kind).stream().map(row -> row.id().name()).toList();
  }
}
