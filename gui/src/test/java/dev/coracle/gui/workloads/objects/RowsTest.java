package dev.coracle.gui.workloads.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.objects.Row.Health;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "phase: Running, containerStatuses: [{ready: true, restartCount: 2}] | Running | GOOD",
        "phase: Running, containerStatuses: [{ready: false}] | Running | BUSY",
        "phase: Pending | Pending | BUSY",
        "phase: Succeeded | Completed | PLAIN",
        "phase: Failed, reason: Evicted | Evicted | BAD",
        "phase: Pending, containerStatuses: [{state: {waiting: {reason: ImagePullBackOff}}}] | ImagePullBackOff | BAD",
        "phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}] | ContainerCreating | BUSY",
        "phase: Running, containerStatuses: [{state: {terminated: {reason: OOMKilled, exitCode: 137}}}] | OOMKilled | BAD",
        "phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 3}}}] | ExitCode:3 | BAD",
        "phase: Pending, initContainerStatuses: [{state: {running: {}}}] | Init:0/1 | BUSY",
        "phase: Pending, initContainerStatuses: [{state: {terminated: {exitCode: 1, reason: Error}}}] | Init:Error | BAD",
        "phase: Running, initContainerStatuses: [{state: {terminated: {exitCode: 0}}}], containerStatuses: [{ready: true}] | Running | GOOD"
      })
  void tellsAPodsStateInTheWordsOfKubectl(String status, String text, Health health) {
    var row = row("Pod", "spec: {containers: [{name: a}]}\nstatus: {" + status + "}");

    assertThat(row.cells().getFirst().text()).isEqualTo(text);
    assertThat(row.health()).isEqualTo(health);
  }

  @Test
  void aPodThatIsBeingDeletedSaysSo() {
    var pod = read("Pod", "status: {phase: Running}");
    pod.getMetadata().setDeletionTimestamp("2026-11-26T08:00:00Z");

    assertThat(Rows.of(ObjectKind.POD, pod).cells().getFirst().text()).isEqualTo("Terminating");
  }

  @Test
  void aDeploymentIsWellWhenAllItsPodsAreReadyAndNew() {
    assertThat(deployment("readyReplicas: 3, updatedReplicas: 3").health()).isEqualTo(Health.GOOD);
    assertThat(deployment("readyReplicas: 3, updatedReplicas: 1").health()).isEqualTo(Health.BUSY);
    assertThat(deployment("conditions: [{type: Progressing, status: \"False\"}]").health())
        .isEqualTo(Health.BAD);
    assertThat(deployment("readyReplicas: 2").cells().getFirst().text()).isEqualTo("2/3");
  }

  @Test
  void aServiceTellsWhereItIsReached() {
    var row =
        row(
            "Service",
            """
            spec: {type: NodePort, clusterIP: 10.96.0.9, ports: [{port: 80, nodePort: 30080}, {port: 53, protocol: UDP}]}
            status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}
            """);

    assertThat(row.cells().stream().map(Row.Cell::text))
        .containsExactly("NodePort", "10.96.0.9", "192.0.2.1", "80:30080/TCP, 53/UDP");
  }

  @Test
  void sizesAreOrderedByWhatTheyMean() {
    var small = claim("900Mi");
    var large = claim("1Gi");

    assertThat(small.cells().get(1)).isLessThan(large.cells().get(1));
  }

  @Test
  void anEventsAgeIsThatOfItsLastTime() {
    var row =
        row(
            "Event",
            "involvedObject: {kind: Pod, name: web}\nlastTimestamp: \"2026-11-26T09:00:00Z\"");

    assertThat(row.created()).isEqualTo(Instant.parse("2026-11-26T09:00:00Z"));
    assertThat(row.cells().get(2).text()).isEqualTo("Pod/web");
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void anObjectThatSaysNothingHasARow(ObjectKind kind) {
    var row = row(kind.apiName(), "");

    assertThat(row.cells()).hasSameSizeAs(kind.columns());
    assertThat(row.id()).isEqualTo(new ObjectId(kind, "shop", "it"));
  }

  @Test
  void isFoundByAnyOfItsTexts() {
    assertThat(deployment("readyReplicas: 2").searchText()).contains(List.of("it", "shop", "2/3"));
  }

  private static Row deployment(String status) {
    return row("Deployment", "spec: {replicas: 3}\nstatus: {" + status + "}");
  }

  private static Row claim(String size) {
    return row("PersistentVolumeClaim", "status: {capacity: {storage: " + size + "}}");
  }

  private static Row row(String kind, String rest) {
    return Rows.of(ObjectKind.named(kind).orElseThrow(), read(kind, rest));
  }

  private static HasMetadata read(String kind, String rest) {
    return new KubernetesSerialization()
        .unmarshal(
            "kind: " + kind + "\nmetadata: {name: it, namespace: shop}\n" + rest,
            ObjectKind.named(kind).orElseThrow().type());
  }
}
