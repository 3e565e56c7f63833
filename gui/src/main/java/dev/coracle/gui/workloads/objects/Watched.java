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
import org.jspecify.annotations.Nullable;

/** The objects of one type and their rows. Thread-safe. */
final class Watched<T extends HasMetadata> implements AutoCloseable {
  private final KubernetesClient client;
  private final Class<T> type;
  private final Function<T, Optional<Row>> row;
  private final Runnable changed;
  private volatile Watching current;
  private volatile boolean stale;
  private @Nullable Watching next;
  private boolean closed;

  Watched(
      KubernetesClient client, Class<T> type, Function<T, Optional<Row>> row, Runnable changed) {
    this.client = client;
    this.type = type;
    this.row = row;
    this.changed = changed;
    current = new Watching();
    current.begin();
  }

  Collection<Row> rows() {
    return current.rows.values();
  }

  Collection<T> objects() {
    return current.informer.getStore().list();
  }

  Optional<HasMetadata> find(String namespace, String name) {
    return Optional.ofNullable(current.informer.getStore().getByKey(key(namespace, name)));
  }

  LiveObjects.State state() {
    var now = current;
    if (now.informer.hasSynced()) {
      return stale ? new LiveObjects.State.Lost() : new LiveObjects.State.Live();
    }
    return now.failure.isEmpty()
        ? new LiveObjects.State.Loading()
        : new LiveObjects.State.Failing(now.failure);
  }

  /**
   * Hears now and then whether the server answers. One that answers again is asked for everything
   * at once: a watch that broke off tries again later and later, and tells nobody. What was told
   * last stays until then.
   */
  synchronized void hear(boolean answers) {
    if (!answers && !stale) {
      stale = true;
      changed.run();
    } else if (answers && stale && next == null && !closed) {
      var again = new Watching();
      next = again;
      again.begin();
    }
  }

  private synchronized void began(Watching watching, boolean well) {
    if (watching.equals(next)) {
      next = null;
      if (well && !closed) {
        current.informer.stop();
        current = watching;
        stale = false;
      } else {
        watching.informer.stop();
      }
    }
    changed.run();
  }

  @Override
  public synchronized void close() {
    closed = true;
    current.informer.stop();
    if (next != null) {
      next.informer.stop();
    }
  }

  private static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** One listing, and what is told after it. */
  private final class Watching implements ResourceEventHandler<T> {
    private final SharedIndexInformer<T> informer;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private volatile String failure = "";

    Watching() {
      informer = client.resources(type).inAnyNamespace().runnableInformer(0);
    }

    void begin() {
      informer.addEventHandler(this);
      informer.exceptionHandler((_, failed) -> {
        failure = Objects.requireNonNullElse(failed.getMessage(), failed.toString());
        changed.run();
        return true;
      });
      informer.start().whenComplete((_, failed) -> began(this, failed == null));
    }

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
