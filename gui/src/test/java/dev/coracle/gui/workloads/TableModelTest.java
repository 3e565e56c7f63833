package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableModelTest {
  private final FakeApi api = FakeApi.start();
  private final KubernetesClient client = api.connect();
  private final TableModel table = new TableModel(Runnable::run);
  private final LiveObjects live = new LiveObjects(client, table::changed);

  @BeforeEach
  void aShop() {
    RecordedObjects.putInto(api);
    table.source(Optional.of(live));
    table.ask(query -> query.in(Optional.of("shop")));
  }

  @AfterEach
  void close() {
    table.close();
    live.close();
    client.close();
    api.close();
  }

  @Test
  void showsAKindAndItsChanges() throws InterruptedException {
    Eventually.holds(() -> assertThat(names()).containsExactly("search", "web"));
    Eventually.holds(() -> assertThat(table.namespaces()).contains("shop"));

    table.show(ObjectKind.POD);
    Eventually.holds(() -> assertThat(names()).hasSize(2));

    api.put(RecordedObjects.pod(3, "Running", true, 0));
    Eventually.holds(() -> assertThat(names()).hasSize(3));
    assertThat(table.total().get()).isEqualTo(3);
  }

  @Test
  void whatIsSelectedFollowsItsObjectUntilThatIsGone() throws InterruptedException {
    table.show(ObjectKind.POD);
    Eventually.holds(() -> assertThat(names()).hasSize(2));
    table.select(Optional.of(table.rows().getFirst()));

    api.put(RecordedObjects.pod(1, "ImagePullBackOff", false, 0));
    Eventually.holds(() ->
        assertThat(table.selected().get())
            .map(row -> row.cells().getFirst().text())
            .contains("ImagePullBackOff"));

    api.remove("/api/v1/namespaces/shop/pods/web-6d4cf56db6-x1");
    Eventually.holds(() -> assertThat(table.selected().get()).isEmpty());
  }

  @Test
  void aLinkLeadsToTheListOfItsKindWithTheObjectSelected() throws InterruptedException {
    Eventually.holds(() -> assertThat(live.rows(ObjectKind.SERVICE)).isNotEmpty());

    table.show(new ObjectId(ObjectKind.SERVICE, "shop", "web"));

    Eventually.holds(() -> assertThat(names()).containsExactly("web"));
    assertThat(table.query().get().kind()).isEqualTo(ObjectKind.SERVICE);
    assertThat(table.selected().get()).map(Row::id).map(ObjectId::name).contains("web");
  }

  @Test
  void whatWasShownStaysWhileTheClusterSleeps() throws InterruptedException {
    Eventually.holds(() -> assertThat(names()).hasSize(2));

    table.source(Optional.empty());
    live.close();

    Eventually.holds(() -> assertThat(names()).containsExactly("search", "web"));
  }

  private List<String> names() {
    return table.rows().stream().map(row -> row.id().name()).toList();
  }
}
