package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.image.ImageArchive;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.NodeImage;
import dev.coracle.launcher.kube.ObjectRef;
import dev.coracle.launcher.kube.PodConnection;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/** An API server in memory whose controllers are quick: what is made is ready at once. */
public final class FakeObjects implements ClusterObjects {
  public final Map<ObjectRef, JsonObject> there = new LinkedHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, String> images = new LinkedHashMap<>();

  /** What paths answer; nothing where there is none. */
  public final Map<String, JsonObject> answers = new ConcurrentHashMap<>();

  /** What happens when these paths are read, before the answer. */
  final Map<String, Runnable> beforeAnswer = new ConcurrentHashMap<>();

  /** Names of objects that are refused. */
  final Set<String> refused = new HashSet<>();

  /** What the node says of a load balancer's ports; they are open if it begins with "moved". */
  String ports = "";

  /** The name of an object at which the command is cut off. */
  String interruptedAt = "";

  List<String> names() {
    return there.keySet().stream().map(ObjectRef::toString).toList();
  }

  @Override
  public void apply(JsonObject manifest) throws InterruptedException {
    var object = ObjectRef.of(manifest);
    if (object.name().equals(interruptedAt)) {
      throw new InterruptedException("as asked");
    }
    if (refused.contains(object.name())) {
      throw new ProblemException(LauncherError.OBJECT_REFUSED, object + " is refused: test");
    }
    calls.add("apply " + object);
    var made = JsonObject.parse(manifest.toLine());
    if (object.kind().equals("Service")) {
      boolean open = ports.isEmpty() || ports.startsWith("moved");
      var status = made.object("status");
      status.put("conditions", List.of(Map.of("type", "coracle.dev/HostPorts", "message", ports)));
      status
          .object("loadBalancer")
          .put("ingress", open ? List.of(Map.of("ip", "127.77.1.2")) : List.of());
    }
    there.put(object, made);
  }

  @Override
  public Optional<JsonObject> find(ObjectRef object) {
    return Optional.ofNullable(there.get(object));
  }

  @Override
  public void delete(ObjectRef object) {
    calls.add("delete " + object);
    there.remove(object);
  }

  @Override
  public Optional<JsonObject> read(String path) {
    beforeAnswer.getOrDefault(path, () -> {}).run();
    return Optional.of(answers.getOrDefault(path, new JsonObject()));
  }

  @Override
  public PodConnection connect(String namespace, String pod, int port, OutputStream received) {
    calls.add("connect " + namespace + "/" + pod + ":" + port);
    return new Echo(received);
  }

  /** A pod that says what it hears. */
  private static final class Echo implements PodConnection {
    private final OutputStream received;
    private final CountDownLatch ended = new CountDownLatch(1);

    Echo(OutputStream received) {
      this.received = received;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
      received.write(bytes, offset, length);
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      ended.await();
    }

    @Override
    public void close() {
      ended.countDown();
    }
  }

  @Override
  public Map<String, String> images() {
    return images;
  }

  @Override
  public void sendImages(Path archive, LongConsumer sent) {
    calls.add("send " + archive.getFileName());
    images.putAll(ImageArchive.digests(archive));
  }

  @Override
  public List<NodeImage> nodeImages() {
    return images.entrySet().stream()
        .map(image -> new NodeImage(image.getKey(), image.getValue(), 1_000_000))
        .toList();
  }

  @Override
  public void pullImage(String name) {
    calls.add("pull " + name);
    images.put(name, "sha256:pulled");
  }

  @Override
  public void removeImage(String name) {
    calls.add("remove " + name);
    if (images.remove(name) == null) {
      throw new ProblemException(LauncherError.NODE_IMAGE_UNKNOWN, "There is no image " + name);
    }
  }

  @Override
  public void close() {}
}
