package dev.coracle.launcher.cluster;

import dev.coracle.addons.Addon;
import dev.coracle.addons.AddonError;
import dev.coracle.errors.ErrorCode.Kind;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.image.ImageArchive;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.ObjectHealth;
import dev.coracle.launcher.kube.ObjectRef;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes and removes what addons consist of, in a cluster that runs. Each method may be cut off and
 * done again.
 */
final class AddonInstaller {
  private static final List<String> API_SERVER = List.of("the API server");

  /** Of a node without hardware acceleration that fetches an image. */
  private static final Duration HEALTHY = Duration.ofMinutes(10);

  private static final Duration GONE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Set<String> FIRST = Set.of("Namespace", "CustomResourceDefinition");

  private final ClusterObjects objects;
  private final Supplier<Identities> identities;
  private final Report report;

  AddonInstaller(ClusterObjects objects, Supplier<Identities> identities, Report report) {
    this.objects = objects;
    this.identities = identities;
    this.report = report;
  }

  /** Returns when all of it is made and nothing else of the addon is left; it may yet start. */
  void install(Addon addon, AddonState state) throws InterruptedException {
    var manifests = inOrder(addon.manifests(state.values(), state.images()));
    if (addon.authority().isPresent()) {
      manifests.addFirst(AuthorityManifest.of(addon.authority().get(), objects, identities.get()));
    }
    sendImages(addon);
    var inventory = new AddonInventory(objects, addon.name());
    var made = inventory.read();
    var wanted = refs(manifests);
    var all = new LinkedHashSet<>(made);
    all.addAll(wanted);
    inventory.write(all);
    for (var manifest : manifests) {
      manifest
          .object("metadata")
          .object("labels")
          .put(AddonInventory.LABEL, addon.name())
          .put("app.kubernetes.io/managed-by", "coracle");
      objects.apply(manifest);
    }
    made.removeAll(wanted);
    if (!made.isEmpty()) {
      delete(made);
      inventory.write(wanted);
    }
  }

  private static List<JsonObject> inOrder(List<JsonObject> manifests) {
    var ordered = new ArrayList<JsonObject>();
    manifests.stream().filter(it -> FIRST.contains(it.text("kind"))).forEach(ordered::add);
    manifests.stream().filter(it -> !FIRST.contains(it.text("kind"))).forEach(ordered::add);
    return ordered;
  }

  private static Set<ObjectRef> refs(List<JsonObject> manifests) {
    var refs = new LinkedHashSet<ObjectRef>();
    manifests.forEach(manifest -> refs.add(ObjectRef.of(manifest)));
    return refs;
  }

  private void sendImages(Addon addon) throws InterruptedException {
    var archives = addon.archives();
    if (archives.isEmpty()) {
      return;
    }
    var there = objects.images();
    for (var archive : archives) {
      var digests = ImageArchive.digests(archive);
      if (!there.entrySet().containsAll(digests.entrySet())) {
        send(archive, "image " + String.join(", ", digests.keySet()));
      }
    }
  }

  private void send(Path archive, String what) throws InterruptedException {
    long size = size(archive);
    report.timed(
        "send the " + what,
        () -> {
          objects.sendImages(
              archive, sent -> report.tell(new ClusterEvent.Progress(what, sent, size)));
          return what;
        });
  }

  private static long size(Path archive) {
    try {
      return Files.size(archive);
    } catch (IOException e) {
      throw new ProblemException(AddonError.ADDON_BROKEN, archive + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns when all that was made is ready and what has to answer does. Tells of ports that are
   * others than those asked for.
   *
   * @param otherImages that it was installed with
   * @param cluster asked when its API server does not answer
   * @throws ProblemException {@code ADDON_NOT_READY}, {@code ADDON_IMAGE_UNAVAILABLE}, {@code
   *     ADDON_PORT_REFUSED}, {@code CLUSTER_NOT_RUNNING}
   */
  void await(Addon addon, Map<String, String> otherImages, Running cluster)
      throws InterruptedException {
    var waitingFor = new AddonInventory(objects, addon.name()).read();
    var begin = report.elapsed();
    waitingFor.removeIf(AddonInstaller::isNeverUnready);
    while (true) {
      var missing = missing(addon, waitingFor);
      if (missing.isEmpty()) {
        return;
      }
      var elapsed = report.elapsed().minus(begin);
      if (elapsed.compareTo(HEALTHY) > 0) {
        throw new ProblemException(
            AddonError.ADDON_NOT_READY,
            "The addon "
                + addon.name()
                + " is not ready after "
                + HEALTHY.toMinutes()
                + " minutes: "
                + String.join(", ", missing)
                + ".");
      }
      report.tell(new ClusterEvent.Waiting(missing.getFirst(), elapsed));
      if (missing.equals(API_SERVER) && !cluster.runs()) {
        throw new ProblemException(
            LauncherError.CLUSTER_NOT_RUNNING,
            "The cluster was brought to rest while the addon "
                + addon.name()
                + " was starting, which goes on when the cluster does.");
      }
      failIfImagesAreUnavailable(addon, otherImages);
      Thread.sleep(PAUSE);
    }
  }

  /** Whether a cluster runs, which another command may change while this one waits. */
  @FunctionalInterface
  interface Running {
    boolean runs() throws InterruptedException;
  }

  /** Nobody need wait for images that the node cannot get where they come from. */
  private void failIfImagesAreUnavailable(Addon addon, Map<String, String> otherImages)
      throws InterruptedException {
    if (!addon.archives().isEmpty() && otherImages.isEmpty()) {
      return; // the node was sent them
    }
    var images = new HashMap<>(addon.images());
    images.putAll(otherImages);
    var unavailable =
        objects.read("/api/v1/pods").stream()
            .flatMap(pods -> pods.objects("items").stream())
            .flatMap(pod -> pod.object("status").objects("containerStatuses").stream())
            .filter(AddonInstaller::isWithoutImage)
            .map(container -> container.text("image"))
            .filter(images::containsValue)
            .distinct()
            .toList();
    if (!unavailable.isEmpty()) {
      throw new ProblemException(
          AddonError.ADDON_IMAGE_UNAVAILABLE,
          "The node cannot get " + String.join(", ", unavailable) + ".");
    }
  }

  private static boolean isWithoutImage(JsonObject container) {
    return container
        .object("state")
        .object("waiting")
        .optionalText("reason")
        .filter("ImagePullBackOff"::equals)
        .isPresent();
  }

  /**
   * What is not yet as it should be.
   *
   * @param waitingFor those that are ready are taken out
   */
  private List<String> missing(Addon addon, Set<ObjectRef> waitingFor) throws InterruptedException {
    try {
      for (var object : List.copyOf(waitingFor)) {
        var found = objects.find(object);
        var complaint = found.flatMap(ObjectHealth::portsComplaint);
        if (found.filter(ObjectHealth::isReady).isPresent()) {
          complaint.ifPresent(it ->
              report.warn(new Problem(AddonError.ADDON_PORT_MOVED, object + ": " + it + ".")));
          waitingFor.remove(object);
        } else if (complaint.isPresent()) {
          throw new ProblemException(
              AddonError.ADDON_PORT_REFUSED, object + ": " + complaint.get() + ".");
        }
      }
      return waitingFor.isEmpty()
          ? silent(addon)
          : waitingFor.stream().map(ObjectRef::toString).toList();
    } catch (ProblemException e) {
      if (e.problem().code().kind() == Kind.UNAVAILABLE
          || e.problem().code().kind() == Kind.TIMEOUT) {
        return API_SERVER;
      }
      throw e;
    }
  }

  /** What is there as soon as it is made need not be asked for. */
  private static boolean isNeverUnready(ObjectRef object) {
    return object.kind().endsWith("Role")
        || object.kind().endsWith("RoleBinding")
        || object.kind().equals("ConfigMap")
        || object.kind().equals("ServiceAccount");
  }

  /** The addon's own checks that do not hold. */
  private List<String> silent(Addon addon) throws InterruptedException {
    var silent = new ArrayList<String>();
    for (var check : addon.health()) {
      var answer = objects.read(check.path());
      if (answer.isEmpty() || answer.get().objects("items").size() < check.items()) {
        silent.add("an answer of " + check.path());
      }
    }
    return silent;
  }

  /**
   * Returns when nothing of it is left.
   *
   * @param also what it may have made besides what the inventory says
   * @throws ProblemException {@code ADDON_NOT_REMOVED}
   */
  void remove(String addon, List<JsonObject> also) throws InterruptedException {
    var inventory = new AddonInventory(objects, addon);
    var made = new LinkedHashSet<>(refs(inOrder(also)));
    made.addAll(inventory.read());
    delete(made);
    delete(List.of(inventory.configMap()));
  }

  private void delete(Collection<ObjectRef> made) throws InterruptedException {
    var left = new ArrayList<>(made).reversed();
    for (var object : left) {
      objects.delete(object);
    }
    var begin = report.elapsed();
    while (true) {
      for (var object : List.copyOf(left)) {
        if (objects.find(object).isEmpty()) {
          left.remove(object);
        }
      }
      if (left.isEmpty()) {
        return;
      }
      var elapsed = report.elapsed().minus(begin);
      if (elapsed.compareTo(GONE) > 0) {
        throw new ProblemException(
            AddonError.ADDON_NOT_REMOVED,
            "Still there after " + GONE.toMinutes() + " minutes: " + left + ".");
      }
      report.tell(new ClusterEvent.Waiting("the removal of " + left.getFirst(), elapsed));
      Thread.sleep(PAUSE);
    }
  }
}
