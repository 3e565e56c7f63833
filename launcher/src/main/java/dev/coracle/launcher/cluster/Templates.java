package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.launcher.store.DiskUsage;
import dev.coracle.launcher.store.HeldLock;
import dev.coracle.launcher.store.VersionedFile;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The templates of a home: each is the sleeping node of a cluster that nobody uses. One is whole if
 * its stage is ESTABLISHED; whatever else is there is what a killed command left.
 */
final class Templates {
  /** Long enough for another command to make one. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Surroundings surroundings;
  private final Removal removal;

  Templates(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
  }

  /** Held by whoever makes, copies or drops a template. */
  HeldLock lock(String id, Consumer<String> waiting) throws InterruptedException {
    return surroundings.home().lockTemplate(id, PATIENCE, waiting);
  }

  ClusterFolder folder(String id) {
    return surroundings.home().template(id);
  }

  void save(String id, ClusterRecord template) {
    folder(id).make();
    file(id).update(json -> ClusterCodec.write(template, json));
  }

  /** Empty also for one whose file cannot be understood: it is of no use to anybody. */
  Optional<ClusterRecord> find(String id) {
    try {
      return file(id).read(ClusterCodec::read);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** One that is there, whole or not. */
  ClusterRecord get(String id) {
    return find(id).orElseThrow(() -> new IllegalStateException("no template " + id));
  }

  /** The template's machine, if it is whole and asleep. */
  Optional<Vm> asleep(String id) throws InterruptedException {
    var template = find(id).filter(it -> it.stage() == Stage.ESTABLISHED);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    var vm = surroundings.driver(template.get()).find(folder(id).vmName());
    return vm.isPresent() && vm.get().state() == VmState.SUSPENDED ? vm : Optional.empty();
  }

  /** The node images that templates boot from. */
  Set<String> images() {
    return ids().stream()
        .flatMap(id -> find(id).stream())
        .filter(template -> template.stage() == Stage.ESTABLISHED)
        .map(ClusterRecord::image)
        .collect(Collectors.toSet());
  }

  /** Those that can be copied. */
  List<String> whole() {
    return ids().stream().filter(this::isWhole).toList();
  }

  long mebibytes(String id) throws InterruptedException {
    return DiskUsage.mebibytes(folder(id).directory(), folder(id).vm());
  }

  /** Removes one, which the caller holds. Interrupted at any point, it can be done again. */
  void drop(String id) throws InterruptedException {
    find(id).ifPresent(template -> save(id, template.at(Stage.DELETING)));
    removal.removeVm(folder(id).vmName());
    folder(id).remove();
  }

  /** Removes those that are not whole and that no command is making. */
  void dropUnfinished() throws InterruptedException {
    for (var id : ids()) {
      if (!isWhole(id)) {
        dropUnlessHeld(id);
      }
    }
  }

  void dropAll() throws InterruptedException {
    for (var id : ids()) {
      try (var _ = lock(id, _ -> {})) {
        drop(id);
      }
    }
  }

  /**
   * Removes what is not worth its space: templates of images that nothing starts from any more, and
   * the least recently used if all together take more than they may. That it cannot be done is
   * told.
   *
   * @param used stays
   */
  void prune(String used, int spaceMiB, Report report) throws InterruptedException {
    try {
      prune(used, spaceMiB);
    } catch (ProblemException e) {
      report.warn(e.problem());
    }
  }

  private void prune(String used, int spaceMiB) throws InterruptedException {
    long taken = mebibytes(used);
    for (var id : ids().reversed()) {
      if (!id.equals(used)) {
        long size = mebibytes(id);
        if (isCurrent(id) && taken + size <= spaceMiB) {
          taken += size;
        } else {
          dropUnlessHeld(id);
        }
      }
    }
  }

  /** Whether a start would still boot the image that the template has. */
  private boolean isCurrent(String id) {
    try {
      var template = find(id);
      return template.isPresent()
          && surroundings
              .images()
              .get()
              .resolve(template.get().config().kubernetesVersion())
              .digest()
              .equals(template.get().image());
    } catch (ProblemException e) {
      return false;
    }
  }

  private void dropUnlessHeld(String id) throws InterruptedException {
    try (var _ = surroundings.home().lockTemplate(id, Duration.ZERO, _ -> {})) {
      drop(id);
    } catch (ProblemException e) {
      if (e.problem().code() != LauncherError.CLUSTER_BUSY) {
        throw e;
      }
    }
  }

  private boolean isWhole(String id) {
    return find(id).filter(template -> template.stage() == Stage.ESTABLISHED).isPresent();
  }

  /** All that is there, least recently used first. */
  private List<String> ids() {
    return surroundings.home().templates().stream()
        .sorted(Comparator.comparing(id -> folder(id).used()))
        .toList();
  }

  private VersionedFile file(String id) {
    return new VersionedFile(folder(id).file(), LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }
}
