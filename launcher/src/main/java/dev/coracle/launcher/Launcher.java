package dev.coracle.launcher;

import dev.coracle.addons.AddonCatalog;
import dev.coracle.launcher.cluster.ApiAccess;
import dev.coracle.launcher.cluster.AttendantMeans;
import dev.coracle.launcher.cluster.AutoSleep;
import dev.coracle.launcher.cluster.CheckHost;
import dev.coracle.launcher.cluster.CloneCluster;
import dev.coracle.launcher.cluster.ClusterAddons;
import dev.coracle.launcher.cluster.ClusterImages;
import dev.coracle.launcher.cluster.CompactCluster;
import dev.coracle.launcher.cluster.DeleteCluster;
import dev.coracle.launcher.cluster.Diagnose;
import dev.coracle.launcher.cluster.ExportCluster;
import dev.coracle.launcher.cluster.HostCapacity;
import dev.coracle.launcher.cluster.HttpsProbe;
import dev.coracle.launcher.cluster.ImportCluster;
import dev.coracle.launcher.cluster.ListProfiles;
import dev.coracle.launcher.cluster.OpenDashboard;
import dev.coracle.launcher.cluster.PauseCluster;
import dev.coracle.launcher.cluster.ReadClusterConfig;
import dev.coracle.launcher.cluster.ReadEvents;
import dev.coracle.launcher.cluster.ReadLogs;
import dev.coracle.launcher.cluster.ReadStatus;
import dev.coracle.launcher.cluster.ReadUsage;
import dev.coracle.launcher.cluster.ResizeCluster;
import dev.coracle.launcher.cluster.RestartCluster;
import dev.coracle.launcher.cluster.ScheduleStop;
import dev.coracle.launcher.cluster.SelectProfile;
import dev.coracle.launcher.cluster.SnapshotCluster;
import dev.coracle.launcher.cluster.SshAccess;
import dev.coracle.launcher.cluster.StartCluster;
import dev.coracle.launcher.cluster.StopCluster;
import dev.coracle.launcher.cluster.Surroundings;
import dev.coracle.launcher.cluster.Undo;
import dev.coracle.launcher.cluster.UpdateContext;
import dev.coracle.launcher.driver.Drivers;
import dev.coracle.launcher.guest.SshConnector;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.image.ImageStore;
import dev.coracle.launcher.image.NodeImages;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.launcher.store.AuditLog;
import dev.coracle.launcher.store.Home;
import dev.coracle.launcher.store.Settings;
import dev.coracle.vm.process.LocalProcesses;
import dev.coracle.vm.qemu.QemuDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where the product is put together, used by both faces. Cheap to make; each method
 * makes what it returns, so that a command loads only what it uses.
 */
public final class Launcher {
  /** Where packages put what is not Java. */
  private static final String INSTALLED_LIB = "/usr/lib/coracle";

  private static final Path SYSTEM_BUS = Path.of("/run/dbus/system_bus_socket");

  private final Surroundings surroundings;

  /**
   * Puts together what users run.
   *
   * @param environment {@code CORACLE_HOME}, {@code CORACLE_LIB}, {@code CORACLE_IMAGES}, {@code
   *     KUBECONFIG}, the proxy variables and {@code HOME} are read from it
   */
  public Launcher(Map<String, String> environment) {
    this(surroundings(environment));
  }

  /** With other surroundings, as tests need them. */
  public Launcher(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private static Surroundings surroundings(Map<String, String> environment) {
    var home = Home.of(environment);
    return new Surroundings(
        home,
        () -> drivers(home, environment),
        () -> new NodeImages(NodeImages.searchPath(environment), new ImageStore(home.images())),
        () -> addons(home, environment),
        () -> new Identities(home.ca(), InstantSource.system()),
        () -> Kubeconfig.of(environment, Home.userHome(environment)),
        HttpsProbe::new,
        SshConnector::new,
        HostCapacity::measure,
        HostChecks::of,
        environment,
        ownProgram(),
        new AttendantMeans(lib(environment).resolve("attendant"), () -> hostTells(environment)),
        InstantSource.system());
  }

  /** As its start script says, else what the shell finds by the name. */
  private static Path ownProgram() {
    var program = Path.of(System.getProperty("coracle.program", "coracle"));
    return program.getParent() == null ? program : program.toAbsolutePath();
  }

  private static Drivers drivers(Home home, Map<String, String> environment) {
    var processes = new LocalProcesses(environment.getOrDefault("PATH", ""));
    var program = lib(environment).resolve("gvproxy");
    return new Drivers(List.of(new QemuDriver(home.vms(), program, processes)));
  }

  /** A user's own go before those that come along. */
  private static AddonCatalog addons(Home home, Map<String, String> environment) {
    return new AddonCatalog(List.of(home.addons(), lib(environment).resolve("addons")));
  }

  private static Path lib(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("CORACLE_LIB", INSTALLED_LIB));
  }

  /** On the system's bus, if there is one. */
  private static boolean hostTells(Map<String, String> environment) {
    return environment.containsKey("DBUS_SYSTEM_BUS_ADDRESS") || Files.exists(SYSTEM_BUS);
  }

  /** Everything that is kept lies in this directory; it may not exist yet. */
  public Path home() {
    return surroundings.home().directory();
  }

  /** Runs the commands of this product. */
  public Path program() {
    return surroundings.program();
  }

  public StartCluster startCluster() {
    return new StartCluster(surroundings);
  }

  public StopCluster stopCluster() {
    return new StopCluster(surroundings);
  }

  public PauseCluster pauseCluster() {
    return new PauseCluster(surroundings);
  }

  public CompactCluster compactCluster() {
    return new CompactCluster(surroundings);
  }

  public ScheduleStop scheduleStop() {
    return new ScheduleStop(surroundings);
  }

  public RestartCluster restartCluster() {
    return new RestartCluster(surroundings);
  }

  public ResizeCluster resizeCluster() {
    return new ResizeCluster(surroundings);
  }

  public DeleteCluster deleteCluster() {
    return new DeleteCluster(surroundings);
  }

  public CloneCluster cloneCluster() {
    return new CloneCluster(surroundings);
  }

  public ExportCluster exportCluster() {
    return new ExportCluster(surroundings);
  }

  public ImportCluster importCluster() {
    return new ImportCluster(surroundings);
  }

  /**
   * @param undoSpaceMiB what all that is kept of one cluster for {@link #undo} may take on disk
   */
  public SnapshotCluster snapshotCluster(int undoSpaceMiB) {
    return new SnapshotCluster(surroundings, undoSpaceMiB);
  }

  /** The same. */
  public Undo undo(int undoSpaceMiB) {
    return new Undo(surroundings, undoSpaceMiB);
  }

  public ClusterAddons clusterAddons() {
    return new ClusterAddons(surroundings);
  }

  public ClusterImages clusterImages() {
    return new ClusterImages(surroundings);
  }

  public OpenDashboard openDashboard() {
    return new OpenDashboard(surroundings);
  }

  public ReadStatus readStatus() {
    return new ReadStatus(surroundings);
  }

  public ReadUsage readUsage() {
    return new ReadUsage(surroundings);
  }

  public AutoSleep autoSleep() {
    return new AutoSleep(surroundings);
  }

  /** What this computer has to give to clusters. */
  public HostCapacity hostCapacity() {
    return surroundings.capacity().get();
  }

  public ReadClusterConfig readClusterConfig() {
    return new ReadClusterConfig(surroundings);
  }

  public ListProfiles listProfiles() {
    return new ListProfiles(surroundings);
  }

  public SelectProfile selectProfile() {
    return new SelectProfile(surroundings);
  }

  public UpdateContext updateContext() {
    return new UpdateContext(surroundings);
  }

  public ReadLogs readLogs() {
    return new ReadLogs(surroundings);
  }

  public SshAccess sshAccess() {
    return new SshAccess(surroundings);
  }

  /** The file of the certificate that the user may trust: of the CA of ingresses' names. */
  public Path localRootCert() {
    return surroundings.identities().get().localRootCert();
  }

  public ApiAccess apiAccess() {
    return new ApiAccess(surroundings);
  }

  public ReadEvents readEvents() {
    return new ReadEvents(surroundings);
  }

  /** What {@code coracle doctor} looks at. */
  public CheckHost checkHost() {
    return new CheckHost(surroundings);
  }

  /** Collects what is known of a cluster, for who reports a problem. */
  public Diagnose diagnose() {
    return new Diagnose(surroundings, Version.CORACLE);
  }

  /**
   * Keeps the trace of a failure in a file, for who reports it.
   *
   * @return the file; absent if it cannot be written
   */
  public Optional<Path> keepTrace(String name, Throwable failure) {
    return FailureLog.write(home(), name, failure, surroundings.environment());
  }

  /** What {@code coracle config} reads and writes. */
  public Settings settings() {
    return new Settings(surroundings.home());
  }

  /** The commands that were run in this home. */
  public AuditLog audit() {
    return new AuditLog(surroundings.home());
  }

  /** The drivers of this release. */
  public Drivers drivers() {
    return surroundings.drivers().get();
  }

  /** The Kubernetes versions that can be started now, newest first. */
  public List<String> kubernetesVersions() {
    return surroundings.images().get().versions();
  }
}
