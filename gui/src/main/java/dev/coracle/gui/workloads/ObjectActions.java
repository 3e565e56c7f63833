package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.ApiFailure;
import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Changes objects. Each call returns when the API server has taken the change, and throws the
 * problems of {@link ApiFailure}.
 */
final class ObjectActions {
  private final KubernetesClient client;
  private final InstantSource clock;

  ObjectActions(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Exchanges all pods for new ones, as the workload's strategy says. */
  void restart(ObjectId id) throws InterruptedException {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    patch(
        id,
        """
        {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"%s"}}}}}\
        """
            .formatted(now));
  }

  void scale(ObjectId id, int replicas) throws InterruptedException {
    patch(id, "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
  }

  /** What it owns goes with it. */
  void delete(ObjectId id) throws InterruptedException {
    ApiFailure.told(
        id.toString(),
        () -> resource(id).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete());
  }

  private void patch(ObjectId id, String merge) throws InterruptedException {
    ApiFailure.told(
        id.toString(), () -> resource(id).patch(PatchContext.of(PatchType.JSON_MERGE), merge));
  }

  private Resource<GenericKubernetesResource> resource(ObjectId id) {
    return client
        .genericKubernetesResources(id.kind().context())
        .inNamespace(id.namespace())
        .withName(id.name());
  }
}
