package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param changes of addons, that can be undone, the last first
 */
record ClusterRecord(
    Stage stage,
    ClusterConfig config,
    String image,
    Instant created,
    Optional<String> namespace,
    boolean embedCerts,
    Optional<Duration> autoSleep,
    Map<String, AddonState> addons,
    List<AddonChange> changes) {
  /** How many changes can be undone. */
  private static final int KEPT = 3;

  ClusterRecord {
    addons = Collections.unmodifiableMap(new LinkedHashMap<>(addons));
    changes = List.copyOf(changes.subList(0, Math.min(KEPT, changes.size())));
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
        reached, config, digest, created, namespace, embedCerts, autoSleep, addons, changes);
  }

  ClusterRecord at(Stage next) {
    return new ClusterRecord(
        next, config, image, created, namespace, embedCerts, autoSleep, addons, changes);
  }

  /** What is not positive means never. */
  ClusterRecord sleepingAfter(Optional<Duration> unused) {
    return new ClusterRecord(
        stage,
        config,
        image,
        created,
        namespace,
        embedCerts,
        unused.filter(Duration::isPositive),
        addons,
        changes);
  }

  /** How long nobody uses the cluster before it is paused, as Go writes it; absent: for ever. */
  Optional<String> autoPause() {
    return Optional.ofNullable(addons.get(AutoPause.ADDON))
        .filter(AddonState::isOn)
        .map(state -> state.values().getOrDefault(AutoPause.INTERVAL, AutoPause.DEFAULT_INTERVAL));
  }

  /** Those addons that are not named stay as they are. */
  ClusterRecord with(Map<String, AddonState> switched) {
    var all = new LinkedHashMap<>(addons);
    all.putAll(switched);
    return new ClusterRecord(
        stage, config, image, created, namespace, embedCerts, autoSleep, all, changes);
  }

  ClusterRecord with(String addon, AddonState state) {
    return with(Map.of(addon, state));
  }

  ClusterRecord with(AddonChange last) {
    var all = new ArrayList<>(changes);
    all.addFirst(last);
    return withChanges(all);
  }

  ClusterRecord withoutLastChange() {
    return withChanges(changes.subList(1, changes.size()));
  }

  private ClusterRecord withChanges(List<AddonChange> others) {
    return new ClusterRecord(
        stage, config, image, created, namespace, embedCerts, autoSleep, addons, others);
  }
}
