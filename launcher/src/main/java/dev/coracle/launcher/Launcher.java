package dev.coracle.launcher;

import dev.coracle.launcher.cluster.DeleteCluster;
import dev.coracle.launcher.cluster.ListProfiles;
import dev.coracle.launcher.cluster.ReadClusterConfig;
import dev.coracle.launcher.cluster.ReadEvents;
import dev.coracle.launcher.cluster.ReadLogs;
import dev.coracle.launcher.cluster.ReadStatus;
import dev.coracle.launcher.cluster.RestartCluster;
import dev.coracle.launcher.cluster.SelectProfile;
import dev.coracle.launcher.cluster.SshAccess;
import dev.coracle.launcher.cluster.StartCluster;
import dev.coracle.launcher.cluster.StopCluster;
import dev.coracle.launcher.cluster.UpdateContext;
import dev.coracle.launcher.store.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * The one place where the product is put together, used by both faces. Cheap to make; each method
 * makes what it returns, so that a command loads only what it uses.
 */
public final class Launcher {
  private final Path home;

  /**
   * @param environment {@code CORACLE_HOME}, {@code CORACLE_LIB}, {@code CORACLE_IMAGES}, {@code
   *     KUBECONFIG}, the proxy variables and {@code HOME} are read from it
   */
  public Launcher(Map<String, String> environment) {
    String set = environment.getOrDefault("CORACLE_HOME", "");
    home =
        set.isBlank()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".coracle")
            : Path.of(set).toAbsolutePath();
  }

  /** Everything that is kept lies in this directory; it may not exist yet. */
  public Path home() {
    return home;
  }

  public StartCluster startCluster() {
    return new StartCluster();
  }

  public StopCluster stopCluster() {
    return new StopCluster();
  }

  public RestartCluster restartCluster() {
    return new RestartCluster();
  }

  public DeleteCluster deleteCluster() {
    return new DeleteCluster();
  }

  public ReadStatus readStatus() {
    return new ReadStatus();
  }

  public ReadClusterConfig readClusterConfig() {
    return new ReadClusterConfig();
  }

  public ListProfiles listProfiles() {
    return new ListProfiles();
  }

  public SelectProfile selectProfile() {
    return new SelectProfile();
  }

  public UpdateContext updateContext() {
    return new UpdateContext();
  }

  public ReadLogs readLogs() {
    return new ReadLogs();
  }

  public SshAccess sshAccess() {
    return new SshAccess();
  }

  public ReadEvents readEvents() {
    return new ReadEvents();
  }

  /** What {@code coracle config} reads and writes. */
  public Settings settings() {
    return new Settings();
  }
}
