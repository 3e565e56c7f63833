package dev.coracle.launcher.cluster;

import dev.coracle.addons.Addon;
import dev.coracle.addons.AddonError;
import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.AddonState.Stage;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.ObjectRef;
import dev.coracle.vm.Uninterrupted;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The addons of a cluster. What is asked of one that does not run is remembered, and done at its
 * next start.
 */
public final class ClusterAddons {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final Clusters clusters;

  public ClusterAddons(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
  }

  /**
   * All that there are, by name.
   *
   * @param broken is told of each folder that is no addon
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}
   */
  public List<ClusterAddon> list(String cluster, Consumer<Problem> broken) {
    var record = clusters.get(cluster);
    return surroundings.addons().get().all(broken).stream()
        .map(addon -> {
          var state = state(record, addon);
          return new ClusterAddon(addon, state.isOn(), state.isPending(), values(addon, state));
        })
        .toList();
  }

  /**
   * One of them.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}
   */
  public ClusterAddon get(String cluster, String name) {
    var record = clusters.get(cluster);
    var addon = surroundings.addons().get().get(name);
    var state = state(record, addon);
    return new ClusterAddon(addon, state.isOn(), state.isPending(), values(addon, state));
  }

  private static Map<String, String> values(Addon addon, AddonState state) {
    var values = new LinkedHashMap<String, String>();
    for (var parameter : addon.parameters()) {
      values.put(
          parameter.name(), state.values().getOrDefault(parameter.name(), parameter.fallback()));
    }
    return values;
  }

  private static AddonState state(ClusterRecord cluster, Addon addon) {
    var untouched =
        addon.isDefault() ? AddonState.UNTOUCHED.at(Stage.ENABLED) : AddonState.UNTOUCHED;
    return cluster.addons().getOrDefault(addon.name(), untouched);
  }

  /**
   * Returns when the addon, and those it depends on, are made and healthy, or when that is
   * remembered for the next start. Done again it makes them anew as they should be. Interrupted
   * before it is made, it leaves nothing of it.
   *
   * @return the addon's own name
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}, {@code
   *     ADDON_VALUE_INVALID}, before anything is changed; {@code OBJECT_REFUSED}, {@code
   *     IMAGE_REFUSED}, when nothing of it is left; {@code ADDON_NOT_READY}
   */
  public String enable(
      String cluster, String name, AddonChoice choice, Consumer<ClusterEvent> events)
      throws InterruptedException {
    return enable(cluster, name, choice, "addons enable", events);
  }

  private String enable(
      String cluster,
      String name,
      AddonChoice choice,
      String command,
      Consumer<ClusterEvent> events)
      throws InterruptedException {
    var addon = surroundings.addons().get().get(name);
    var report = begin(cluster, "Enabling " + addon.name(), events);
    List<Addon> made;
    try (var _ = surroundings.lock(cluster, command, PATIENCE, report)) {
      var record = clusters.get(cluster);
      var asked = new LinkedHashMap<String, AddonState>();
      asked.put(addon.name(), checked(addon, choice.applied(addon, state(record, addon))));
      for (var needed : dependencies(addon).reversed()) {
        if (!state(record, needed).isOn()) {
          asked.put(needed.name(), checked(needed, state(record, needed).at(Stage.ENABLING)));
        }
      }
      var wanted = changed(record, asked, command + " " + addon.name());
      if (!isRunning(record)) {
        clusters.save(wanted);
        report.done("The addon " + addon.name() + " will be there after the next start.");
        return addon.name();
      }
      made = install(record, wanted, report);
    }
    await(clusters.get(cluster), made, report);
    report.done("The addon " + addon.name() + " is enabled.");
    return addon.name();
  }

  /** With these switched; unless they are as they were, {@link Undo} switches them back. */
  private ClusterRecord changed(
      ClusterRecord cluster, Map<String, AddonState> switched, String command) {
    var before = new LinkedHashMap<String, AddonState>();
    switched.forEach((name, state) -> {
      var was = stateOf(cluster, name);
      if (!was.isAsked(state)) {
        before.put(name, was);
      }
    });
    var next = cluster.with(switched);
    return before.isEmpty()
        ? next
        : next.with(new AddonChange(command, surroundings.clock().instant(), before));
  }

  private static AddonState checked(Addon addon, AddonState state) {
    addon.manifests(state.values(), state.images());
    return state;
  }

  /** Those that an addon needs, and those that they need, each before what needs it. */
  private SequencedSet<Addon> dependencies(Addon addon) {
    var all = surroundings.addons().get().withNeeded(addon.name());
    all.remove(addon);
    return all;
  }

  /** Makes those that are being enabled; what fails or is interrupted is as it was before. */
  private List<Addon> install(ClusterRecord before, ClusterRecord wanted, Report report)
      throws InterruptedException {
    clusters.save(wanted);
    try (var objects = objects(before)) {
      var installer = installer(objects, report);
      try {
        return installPending(installer, wanted);
      } catch (RuntimeException | InterruptedException e) {
        Uninterrupted.run(() -> undo(installer, before, wanted.addons(), e));
        throw e;
      }
    }
  }

  private List<Addon> installPending(AddonInstaller installer, ClusterRecord cluster)
      throws InterruptedException {
    var made = new ArrayList<Addon>();
    var addons = new LinkedHashMap<>(cluster.addons());
    for (var addon : pending(addons)) {
      var state = state(cluster, addon);
      installer.install(addon, state);
      addons.put(addon.name(), state.at(Stage.ENABLED));
      made.add(addon);
    }
    clusters.save(cluster.with(addons));
    return made;
  }

  /** Those that are being enabled, each after what it needs. */
  private Set<Addon> pending(Map<String, AddonState> addons) {
    var all = new LinkedHashSet<Addon>();
    addons.forEach((name, state) -> {
      if (state.stage() == Stage.ENABLING) {
        all.addAll(surroundings.addons().get().withNeeded(name));
      }
    });
    all.removeIf(addon ->
        !addons.containsKey(addon.name()) || addons.get(addon.name()).stage() != Stage.ENABLING);
    return all;
  }

  /** What cannot be undone now is left to the next command, for the cluster's file tells it. */
  private void undo(
      AddonInstaller installer, ClusterRecord before, Map<String, AddonState> wanted, Exception why)
      throws InterruptedException {
    var addons = new LinkedHashMap<>(before.addons());
    var fresh = new ArrayList<Addon>();
    for (var addon : pending(wanted)) {
      var was = state(before, addon);
      if (!was.isOn()) {
        fresh.add(addon);
        addons.put(addon.name(), was.at(Stage.DISABLING));
      }
    }
    clusters.save(before.with(addons));
    try {
      for (var addon : fresh.reversed()) {
        installer.remove(addon.name(), List.of());
        addons.put(addon.name(), state(before, addon));
      }
      clusters.save(before.with(addons));
    } catch (ProblemException e) {
      why.addSuppressed(e);
    }
  }

  private void await(ClusterRecord cluster, List<Addon> made, Report report)
      throws InterruptedException {
    try (var objects = objects(cluster)) {
      for (var addon : made) {
        installer(objects, report)
            .await(addon, state(cluster, addon).images(), () -> isRunning(cluster));
      }
    }
  }

  /**
   * Returns when nothing of the addon is left, or when that is remembered for the next start. Does
   * nothing if it is disabled. Its parameters are remembered.
   *
   * @return the addon's own name
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_NEEDED}, when nothing has changed;
   *     {@code ADDON_NOT_REMOVED}
   */
  public String disable(String cluster, String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var record = clusters.get(cluster);
    // What was made can be removed also when the folder that it was made of is gone.
    var own =
        record.addons().containsKey(name) ? name : surroundings.addons().get().get(name).name();
    var report = begin(cluster, "Disabling " + own, events);
    try (var _ = surroundings.lock(cluster, "addons disable", PATIENCE, report)) {
      record = clusters.get(cluster);
      requireNotNeeded(record, own);
      var state = stateOf(record, own);
      if (state.stage() == Stage.DISABLED) {
        report.done("The addon " + own + " is disabled.");
        return own;
      }
      var disabling =
          changed(record, Map.of(own, state.at(Stage.DISABLING)), "addons disable " + own);
      clusters.save(disabling);
      if (!isRunning(record)) {
        report.done("The addon " + own + " will be gone after the next start.");
        return own;
      }
      try (var objects = objects(record)) {
        installer(objects, report).remove(own, known(own, state));
      }
      clusters.save(disabling.with(own, state.at(Stage.DISABLED)));
      report.done("The addon " + own + " is disabled.");
      return own;
    }
  }

  AddonState stateOf(ClusterRecord record, String name) {
    var kept = record.addons().get(name);
    return kept != null ? kept : state(record, surroundings.addons().get().get(name));
  }

  /**
   * @throws ProblemException {@code ADDON_NEEDED}
   */
  void requireNotNeeded(ClusterRecord record, String name) {
    var needing =
        surroundings.addons().get().all(_ -> {}).stream()
            .filter(addon -> state(record, addon).isOn() && addon.dependencies().contains(name))
            .map(Addon::name)
            .toList();
    if (!needing.isEmpty()) {
      throw new ProblemException(
          AddonError.ADDON_NEEDED,
          "The addon " + name + " is needed by " + String.join(", ", needing) + ".");
    }
  }

  /** What it makes as it is now; a default addon was not made by us, so no inventory knows it. */
  private List<JsonObject> known(String name, AddonState state) {
    try {
      return surroundings.addons().get().get(name).manifests(state.values(), state.images());
    } catch (ProblemException e) {
      return List.of();
    }
  }

  /**
   * Remembers parameters, and applies them if the addon is enabled.
   *
   * @throws ProblemException as {@link #enable}
   */
  public void configure(
      String cluster, String name, Map<String, String> values, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var addon = surroundings.addons().get().get(name);
    var choice = new AddonChoice(values, Map.of(), Map.of());
    if (get(cluster, name).enabled()) {
      enable(cluster, name, choice, "addons configure", events);
      return;
    }
    var report = begin(cluster, "Configuring " + addon.name(), events);
    try (var _ = surroundings.lock(cluster, "addons configure", PATIENCE, report)) {
      var record = clusters.get(cluster);
      var was = state(record, addon);
      var state = checked(addon, choice.applied(addon, was)).at(was.stage());
      clusters.save(
          changed(record, Map.of(addon.name(), state), "addons configure " + addon.name()));
    }
    report.done("The addon " + addon.name() + " will have this when it is enabled.");
  }

  /**
   * Where a person finds what the addon serves.
   *
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_NOT_ENABLED}, {@code
   *     ADDON_WITHOUT_ENDPOINT}, {@code CLUSTER_NOT_RUNNING}
   */
  public List<URI> endpoints(String cluster, String name, String scheme)
      throws InterruptedException {
    var asked = get(cluster, name);
    var addon = asked.addon();
    if (!asked.enabled()) {
      throw new ProblemException(
          AddonError.ADDON_NOT_ENABLED, "The addon " + addon.name() + " is not enabled.");
    }
    var endpoint = addon.endpoint().orElseThrow(() -> withoutEndpoint(addon));
    var record = clusters.get(cluster);
    new Reach(surroundings).require(cluster);
    try (var objects = objects(record)) {
      var service =
          objects
              .find(new ObjectRef("v1", "Service", endpoint.namespace(), endpoint.service()))
              .orElseThrow(() -> withoutEndpoint(addon));
      var spec = service.object("spec");
      var port = spec.text("type").equals("LoadBalancer") ? "port" : "nodePort";
      return spec.objects("ports").stream()
          .filter(it -> it.has(port))
          .map(it ->
              URI.create(scheme + "://" + record.config().hostAddress() + ":" + it.integer(port)))
          .toList();
    }
  }

  private static ProblemException withoutEndpoint(Addon addon) {
    return new ProblemException(
        AddonError.ADDON_WITHOUT_ENDPOINT,
        "The addon " + addon.name() + " has no service to be opened.");
  }

  /**
   * Does what was remembered of a cluster that runs now, or was cut off. What fails is told, and is
   * not in the way of anything else. The caller holds the cluster's lock.
   */
  void settle(String cluster, Report report) throws InterruptedException {
    var record = clusters.get(cluster);
    for (var name : List.copyOf(record.addons().keySet())) {
      try {
        settle(clusters.get(cluster), name, report);
      } catch (ProblemException e) {
        report.warn(e.problem());
      }
    }
  }

  /** Does what was remembered of one addon. */
  void settle(ClusterRecord record, String name, Report report) throws InterruptedException {
    var state = stateOf(record, name);
    if (!state.isPending()) {
      return;
    }
    report.step(StartStep.ENABLING_ADDONS, (state.isOn() ? "Enabling " : "Disabling ") + name);
    try (var objects = objects(record)) {
      var installer = installer(objects, report);
      if (state.stage() == Stage.DISABLING) {
        installer.remove(name, known(name, state));
        clusters.save(record.with(name, state.at(Stage.DISABLED)));
        return;
      }
      var addon = surroundings.addons().get().get(name);
      for (var needed : dependencies(addon)) {
        settle(clusters.get(record.config().name()), needed.name(), report);
      }
      installer.install(addon, state);
      var now = clusters.get(record.config().name());
      clusters.save(now.with(name, state.at(Stage.ENABLED)));
      installer.await(addon, state.images(), () -> true);
    }
  }

  /**
   * What a cluster's file says of addons when others are asked for too.
   *
   * @throws ProblemException {@code ADDON_UNKNOWN}, {@code ADDON_BROKEN}, {@code
   *     ADDON_VALUE_INVALID}
   */
  Map<String, AddonState> asked(Map<String, AddonState> was, ClusterSettings asked) {
    var addons = new LinkedHashMap<>(was);
    asked
        .autoPauseInterval()
        .ifPresent(interval -> {
          var addon = surroundings.addons().get().get(AutoPause.ADDON);
          var state = addons.getOrDefault(addon.name(), AddonState.UNTOUCHED);
          var values = new LinkedHashMap<>(state.values());
          values.put(AutoPause.INTERVAL, interval);
          addons.put(
              addon.name(), checked(addon, new AddonState(state.stage(), values, state.images())));
        });
    for (var name : asked.addons()) {
      for (var addon : surroundings.addons().get().withNeeded(name)) {
        var state = addons.get(addon.name());
        boolean isOn = state == null ? addon.isDefault() : state.isOn();
        if (!isOn) {
          var before = state == null ? AddonState.UNTOUCHED : state;
          addons.put(addon.name(), before.at(Stage.ENABLING));
        }
      }
    }
    return addons;
  }

  private Report begin(String cluster, String step, Consumer<ClusterEvent> events) {
    clusters.get(cluster);
    var report = new Report(new EventLog(surroundings, cluster).alongside(events));
    report.step(StartStep.ENABLING_ADDONS, step);
    return report;
  }

  boolean isRunning(ClusterRecord cluster) throws InterruptedException {
    var host = new ReadStatus(surroundings).host(cluster.config());
    return host == State.RUNNING || (host == State.PAUSED && cluster.autoPause().isPresent());
  }

  private AddonInstaller installer(ClusterObjects objects, Report report) {
    return new AddonInstaller(objects, surroundings.identities(), report);
  }

  private ClusterObjects objects(ClusterRecord cluster) {
    var folder = clusters.folder(cluster.config().name());
    return surroundings.probe().get().objects(cluster.config(), new IdentityFiles(folder.pki()));
  }
}
