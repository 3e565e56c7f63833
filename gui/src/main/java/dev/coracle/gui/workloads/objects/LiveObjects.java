package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster's objects of all namespaces, kept up to date by watches that begin when a kind is asked
 * for first and connect again by themselves. Thread-safe.
 */
public final class LiveObjects implements AutoCloseable {
  private final KubernetesClient client;
  private final Runnable changed;
  private final Map<ObjectKind, Watched<? extends HasMetadata>> kinds =
      new EnumMap<>(ObjectKind.class);
  private final Watched<Namespace> namespaces;
  private final Connection connection;
  private boolean closed;

  /**
   * @param client left open by this
   * @param changed called often, from any thread; must not block
   */
  public LiveObjects(KubernetesClient client, Runnable changed) {
    this.client = client;
    this.changed = changed;
    namespaces = new Watched<>(client, Namespace.class, _ -> Optional.empty(), changed);
    connection = new Connection(client, this::hear);
  }

  /** Whether what is told of a kind is what the cluster holds. */
  public sealed interface State {
    /** Nothing has been told yet. */
    record Loading() implements State {}

    /** Everything was told; what a watch misses when it breaks off it tells when it is back. */
    record Live() implements State {}

    /** Everything was told once; the server does not answer now, and is asked again. */
    record Lost() implements State {}

    /** Nothing could be told so far, and it is tried again. */
    record Failing(String why) implements State {}
  }

  /** By name. */
  public List<String> namespaces() {
    return namespaces.objects().stream()
        .map(namespace -> namespace.getMetadata().getName())
        .sorted()
        .toList();
  }

  public Collection<Row> rows(ObjectKind kind) {
    return watched(kind).<Collection<Row>>map(Watched::rows).orElse(List.of());
  }

  public State state(ObjectKind kind) {
    return watched(kind).map(Watched::state).orElseGet(State.Loading::new);
  }

  /** Of a kind, in no order. */
  public Collection<? extends HasMetadata> objects(ObjectKind kind) {
    return watched(kind).<Collection<? extends HasMetadata>>map(Watched::objects).orElse(List.of());
  }

  public Optional<HasMetadata> find(ObjectId id) {
    return watched(id.kind()).flatMap(kind -> kind.find(id.namespace(), id.name()));
  }

  /** None once this is closed. */
  private synchronized Optional<Watched<? extends HasMetadata>> watched(ObjectKind kind) {
    return closed
        ? Optional.empty()
        : Optional.of(
            kinds.computeIfAbsent(
                kind,
                it ->
                    new Watched<>(
                        client, it.type(), object -> Optional.of(Rows.of(it, object)), changed)));
  }

  private synchronized void hear(boolean answers) {
    if (!closed) {
      namespaces.hear(answers);
      kinds.values().forEach(it -> it.hear(answers));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
    kinds.values().forEach(Watched::close);
    namespaces.close();
  }
}
