package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What cluster.json holds.
 *
 * @param image the digest of the node image that the cluster last booted
 * @param namespace of the kubeconfig context
 * @param embedCerts whether the kubeconfig holds the certificates themselves
 * @param autoSleep how long nobody uses the cluster before it is put to sleep; absent: for ever
 * @param addons those that somebody has switched, by name
 */
record ClusterRecord(
    Stage stage,
    ClusterConfig config,
    String image,
    Instant created,
    Optional<String> namespace,
    boolean embedCerts,
    Optional<Duration> autoSleep,
    Map<String, AddonState> addons) {
  ClusterRecord {
    addons = Collections.unmodifiableMap(new LinkedHashMap<>(addons));
  }

  /** How far its making or removal has come: what a command does that finds the file. */
  enum Stage {
    /** Something of it may be missing, so it is removed. Nothing of the user's is in it yet. */
    CREATING,
    /** All of it is there, but it was never ready: it goes on, and is removed if it fails. */
    BOOTING,
    /** It was ready, so it is never removed unless asked. */
    ESTABLISHED,
    /** The removal goes on. */
    DELETING
  }

  /** It runs now, from this image; whether it was ever ready stays. */
  ClusterRecord booted(String digest) {
    var reached = stage == Stage.CREATING ? Stage.BOOTING : stage;
    return new ClusterRecord(
        reached, config, digest, created, namespace, embedCerts, autoSleep, addons);
  }

  ClusterRecord at(Stage next) {
    return new ClusterRecord(
        next, config, image, created, namespace, embedCerts, autoSleep, addons);
  }

  ClusterRecord with(Map<String, AddonState> switched) {
    return new ClusterRecord(
        stage, config, image, created, namespace, embedCerts, autoSleep, switched);
  }

  ClusterRecord with(String addon, AddonState state) {
    var switched = new LinkedHashMap<>(addons);
    switched.put(addon, state);
    return with(switched);
  }
}
