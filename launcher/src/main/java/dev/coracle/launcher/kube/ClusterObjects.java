package dev.coracle.launcher.kube;

import dev.coracle.json.JsonObject;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The objects and images of a cluster that runs, as its administrator sees them. Methods throw
 * {@code API_UNREACHABLE}, {@code API_TIMEOUT} and {@code API_REFUSED}, after they have tried for a
 * while.
 */
public interface ClusterObjects extends AutoCloseable {
  /**
   * Makes an object, or makes of it what the manifest says, by a server-side apply; what it also
   * has stays. Waits for a kind that is just being defined.
   *
   * @throws dev.coracle.errors.ProblemException {@code OBJECT_REFUSED}
   */
  void apply(JsonObject manifest) throws InterruptedException;

  /** Empty also if its kind is gone. */
  Optional<JsonObject> find(ObjectRef object) throws InterruptedException;

  /**
   * Asks for the removal of an object and then of what it owns; it is gone when {@link #find} does
   * not find it. Does nothing if it is gone.
   */
  void delete(ObjectRef object) throws InterruptedException;

  /** What the API server answers at a path; empty unless it is a success. For any thread. */
  Optional<JsonObject> read(String path) throws InterruptedException;

  /** The images of the node: their digests by their names. */
  Map<String, String> images() throws InterruptedException;

  /**
   * Gives the node the images of an OCI archive.
   *
   * @param sent is told how many bytes are on their way
   * @throws dev.coracle.errors.ProblemException {@code IMAGE_REFUSED}
   */
  void sendImages(Path archive, LongConsumer sent) throws InterruptedException;

  /** The images of the node, by name, without the names that it gives them for itself. */
  List<NodeImage> nodeImages() throws InterruptedException;

  /**
   * Lets the node fetch an image from its registry.
   *
   * @throws dev.coracle.errors.ProblemException {@code IMAGE_NOT_PULLED}
   */
  void pullImage(String name) throws InterruptedException;

  /**
   * Takes an image away from the node.
   *
   * @throws dev.coracle.errors.ProblemException {@code NODE_IMAGE_UNKNOWN}, {@code
   *     NODE_IMAGE_NEEDED}
   */
  void removeImage(String name) throws InterruptedException;

  /**
   * Connects to a port that a pod listens at, be it at its loopback alone. For any number of
   * threads.
   *
   * @param received gets what comes from there, and is flushed but not closed; when it fails, the
   *     connection ends
   */
  PodConnection connect(String namespace, String pod, int port, OutputStream received)
      throws InterruptedException;

  @Override
  void close();
}
