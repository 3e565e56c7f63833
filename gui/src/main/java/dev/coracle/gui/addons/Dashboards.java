package dev.coracle.gui.addons;

import dev.coracle.addons.Addon;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.Dashboard;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The dashboards that were opened from the app: their pages work as long as it runs. Thread-safe.
 */
public final class Dashboards implements AutoCloseable {
  private final Launcher launcher;
  private final Map<String, Dashboard> open = new ConcurrentHashMap<>();

  public Dashboards(Launcher launcher) {
    this.launcher = launcher;
  }

  /** Whether it is this that opens the addon. */
  public static boolean serves(Addon addon) {
    return addon.name().equals("dashboard");
  }

  /**
   * Whether its addon is enabled; reads files.
   *
   * @throws ProblemException if the cluster is gone
   */
  public boolean isEnabled(String cluster) {
    return launcher.clusterAddons().list(cluster, _ -> {}).stream()
        .anyMatch(it -> serves(it.addon()) && it.enabled());
  }

  /**
   * An address that lets one browser in; the addon is enabled if it is not.
   *
   * @param page where that leads, as {@link Dashboard#invite} takes it
   */
  public URI invite(String cluster, String page, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var kept = open.get(cluster);
    if (kept != null) {
      try {
        return kept.invite(page);
      } catch (ProblemException e) {
        // Its addon was switched off, or the cluster is another one of that name
        if (open.remove(cluster, kept)) {
          kept.close();
        }
      }
    }
    var made = launcher.openDashboard().run(cluster, 0, events);
    var earlier = open.put(cluster, made);
    if (earlier != null) {
      earlier.close();
    }
    return made.invite(page);
  }

  @Override
  public void close() {
    open.values().forEach(Dashboard::close);
    open.clear();
  }
}
