package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the clusters of this home. */
public final class ListProfiles {
  private final Surroundings surroundings;

  public ListProfiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What was found.
   *
   * @param valid ordered by name
   * @param invalid clusters whose file cannot be read, and why
   */
  public record Profiles(List<Profile> valid, List<Invalid> invalid) {
    public Profiles {
      valid = List.copyOf(valid);
      invalid = List.copyOf(invalid);
    }
  }

  public record Invalid(String name, Problem problem) {}

  /**
   * Lists the clusters that a command can work with, and those whose file is broken.
   *
   * @param light reads files only; the status is then {@link State#STOPPED} for all
   */
  public Profiles run(boolean light) throws InterruptedException {
    var valid = new ArrayList<Profile>();
    var invalid = new ArrayList<Invalid>();
    var active = new SelectProfile(surroundings).current();
    var names = surroundings.home().clusterNames();
    var context = names.isEmpty() ? Optional.<String>empty() : currentContext();
    for (var name : names) {
      try {
        var cluster = surroundings.clusters().find(name);
        if (cluster.filter(it -> Clusters.isUsable(it.stage())).isPresent()) {
          var config = cluster.get().config();
          valid.add(
              new Profile(
                  name,
                  light ? State.STOPPED : new ReadStatus(surroundings).host(config),
                  name.equals(active),
                  context.equals(Optional.of(name)),
                  config));
        }
      } catch (ProblemException e) {
        invalid.add(new Invalid(name, e.problem()));
      }
    }
    return new Profiles(valid, invalid);
  }

  private Optional<String> currentContext() {
    try {
      return surroundings.kubeconfig().get().currentContext();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }
}
