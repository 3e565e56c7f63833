package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.NodeImage;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The images in the node of a cluster that runs. Methods throw {@code CLUSTER_NOT_FOUND} and {@code
 * CLUSTER_NOT_RUNNING}.
 */
public final class ClusterImages {
  private final Surroundings surroundings;
  private final Clusters clusters;

  public ClusterImages(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
  }

  /** By name; without the names that the node gives them for itself. */
  public List<NodeImage> list(String cluster) throws InterruptedException {
    try (var objects = objects(cluster)) {
      return objects.nodeImages();
    }
  }

  /**
   * Returns when the node has the images of an OCI archive.
   *
   * @throws ProblemException {@code IMAGE_REFUSED}
   */
  public void load(String cluster, Path archive, Consumer<ClusterEvent> events)
      throws InterruptedException {
    long size = size(archive);
    var what = "image " + archive.getFileName();
    var report = new Report(new EventLog(surroundings, cluster).alongside(events));
    try (var objects = objects(cluster)) {
      objects.sendImages(archive, sent -> report.tell(new ClusterEvent.Progress(what, sent, size)));
    }
    report.done("The images of " + archive.getFileName() + " are in the node.");
  }

  private static long size(Path archive) {
    try {
      return Files.size(archive);
    } catch (IOException e) {
      throw new ProblemException(LauncherError.IMAGE_REFUSED, archive + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns when the node has fetched the image from its registry.
   *
   * @throws ProblemException {@code IMAGE_NOT_PULLED}
   */
  public void pull(String cluster, String image) throws InterruptedException {
    try (var objects = objects(cluster)) {
      objects.pullImage(image);
    }
  }

  /**
   * Returns when the node has the image no more; pods that run with it go on.
   *
   * @throws ProblemException {@code NODE_IMAGE_UNKNOWN}, {@code NODE_IMAGE_NEEDED}
   */
  public void remove(String cluster, String image) throws InterruptedException {
    try (var objects = objects(cluster)) {
      objects.removeImage(image);
    }
  }

  private ClusterObjects objects(String name) throws InterruptedException {
    var cluster = clusters.get(name);
    new Reach(surroundings).require(name);
    var folder = clusters.folder(name);
    return surroundings.probe().get().objects(cluster.config(), new IdentityFiles(folder.pki()));
  }
}
