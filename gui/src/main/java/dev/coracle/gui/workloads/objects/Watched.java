package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The objects of one type and their rows. */
final class Watched<T extends HasMetadata> implements AutoCloseable {
  private final SharedIndexInformer<T> informer;
  private final Function<T, Optional<Row>> row;
  private final Runnable changed;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();
  private volatile String failure = "";

  Watched(
      KubernetesClient client, Class<T> type, Function<T, Optional<Row>> row, Runnable changed) {
    this.row = row;
    this.changed = changed;
    informer = client.resources(type).inAnyNamespace().runnableInformer(0);
    informer.addEventHandler(new Handler());
    informer.exceptionHandler((_, failed) -> {
      failure = Objects.requireNonNullElse(failed.getMessage(), failed.toString());
      changed.run();
      return true;
    });
    informer.start().whenComplete((_, _) -> changed.run());
  }

  Collection<Row> rows() {
    return rows.values();
  }

  Collection<T> objects() {
    return informer.getStore().list();
  }

  Optional<HasMetadata> find(String namespace, String name) {
    return Optional.ofNullable(informer.getStore().getByKey(key(namespace, name)));
  }

  LiveObjects.State state() {
    if (informer.hasSynced()) {
      return new LiveObjects.State.Live();
    }
    return failure.isEmpty()
        ? new LiveObjects.State.Loading()
        : new LiveObjects.State.Failing(failure);
  }

  @Override
  public void close() {
    informer.stop();
  }

  private static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private final class Handler implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      put(object);
    }

    @Override
    public void onUpdate(T before, T object) {
      put(object);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      rows.remove(key(object));
      changed.run();
    }

    private void put(T object) {
      // Nobody is shown who owns which field, and that is half of what an object takes.
      object.getMetadata().setManagedFields(null);
      row.apply(object).ifPresent(it -> rows.put(key(object), it));
      changed.run();
    }

    private String key(T object) {
      var namespace = object.getMetadata().getNamespace();
      return Watched.key(namespace == null ? "" : namespace, object.getMetadata().getName());
    }
  }
}
