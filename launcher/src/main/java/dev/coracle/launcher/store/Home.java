package dev.coracle.launcher.store;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.files.FileTree;
import dev.coracle.launcher.files.WriteFailure;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory that everything lies in; docs/on-disk.md describes it. Making one touches nothing.
 */
public record Home(Path directory) {
  /** No cluster's name can begin like this. */
  private static final String TEMPLATE = "_template-";

  private static final String TRASHED = "_trash-";
  private static final String EXPORT = "_export-";

  private static final FileAttribute<?>[] PRIVATE =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  /** {@code CORACLE_HOME}, else {@code .coracle} in the user's home. */
  public static Home of(Map<String, String> environment) {
    var set = environment.getOrDefault("CORACLE_HOME", "");
    return new Home(
        set.isBlank() ? userHome(environment).resolve(".coracle") : Path.of(set).toAbsolutePath());
  }

  /** The user's own directory. */
  public static Path userHome(Map<String, String> environment) {
    var set = environment.getOrDefault("HOME", "");
    return Path.of(set.isBlank() ? System.getProperty("user.home") : set).toAbsolutePath();
  }

  public Path settings() {
    return directory.resolve("config").resolve("config.json");
  }

  /** The user's serving CA. */
  public Path ca() {
    return directory.resolve("ca");
  }

  /** The user's own addons. */
  public Path addons() {
    return directory.resolve("addons");
  }

  public Path images() {
    return directory.resolve("images");
  }

  /** Each VM has a directory of its name in it; hidden files are the drivers'. */
  public Path vms() {
    return directory.resolve("vms");
  }

  /** The consoles of clusters that were rolled back, and the audit log. */
  public Path logs() {
    return directory.resolve("logs");
  }

  public Path audit() {
    return logs().resolve("audit.jsonl");
  }

  public ClusterFolder cluster(String name) {
    return new ClusterFolder(clusters().resolve(name), vms().resolve(name));
  }

  /** A template is laid out as a cluster is. */
  public ClusterFolder template(String id) {
    return new ClusterFolder(templatesDirectory().resolve(id), vms().resolve(TEMPLATE + id));
  }

  /** Of all that is there of templates, whole or half made. */
  public List<String> templates() {
    var ids = new TreeSet<>(directoriesIn(templatesDirectory()));
    directoriesIn(vms()).stream()
        .filter(name -> name.startsWith(TEMPLATE))
        .map(name -> name.substring(TEMPLATE.length()))
        .forEach(ids::add);
    return List.copyOf(ids);
  }

  /** A deleted cluster that can still be brought back. */
  public ClusterFolder trashed(String id) {
    return new ClusterFolder(trash().resolve(id), vms().resolve(TRASHED + id));
  }

  /** Of all deleted clusters that are still there. */
  public List<String> trashedIds() {
    return directoriesIn(trash());
  }

  /** What is there of a cluster while it is exported. */
  public ClusterFolder export(String name) {
    return new ClusterFolder(
        directory.resolve("exports").resolve(name), vms().resolve(EXPORT + name));
  }

  /** Names of all clusters, whole or half made, in order. */
  public List<String> clusterNames() {
    return directoriesIn(clusters());
  }

  /** Names of all VMs of clusters that have a directory here, in order. */
  public List<String> vmNames() {
    return directoriesIn(vms()).stream().filter(Home::isClusters).toList();
  }

  /** Whether a VM of this name can be a cluster's. */
  public static boolean isClusters(String vm) {
    return Stream.of(TEMPLATE, TRASHED, EXPORT).noneMatch(vm::startsWith);
  }

  private static List<String> directoriesIn(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, parent + " could not be read: " + e, e);
    }
  }

  /**
   * Holds a cluster against all other commands, of this process and of others.
   *
   * @param command what the holder does, for those who wait: {@code start}
   * @param waiting told who holds it, once, if it cannot be had at once
   * @throws ProblemException {@code CLUSTER_BUSY} if it is held for longer than {@code patience},
   *     {@code HOST_HOME_NOT_WRITABLE}
   */
  public HeldLock lockCluster(
      String name, String command, Duration patience, Consumer<String> waiting)
      throws InterruptedException {
    return HeldLock.acquire(
        locks().resolve(name), "The cluster \"" + name + "\"", command, patience, waiting);
  }

  /** Whether a command is at work on the cluster. */
  public boolean isClusterLocked(String name) {
    return HeldLock.isHeld(locks().resolve(name));
  }

  /** What that command is; empty if there is none. */
  public Optional<String> commandAtWork(String name) {
    return HeldLock.command(locks().resolve(name));
  }

  /**
   * Holds a template against all other commands.
   *
   * @throws ProblemException {@code CLUSTER_BUSY} if it is held for longer than {@code patience}
   */
  public HeldLock lockTemplate(String id, Duration patience, Consumer<String> waiting)
      throws InterruptedException {
    return HeldLock.acquire(
        locks().resolve(TEMPLATE + id), "The template " + id, "start", patience, waiting);
  }

  /**
   * Holds the right to export a cluster, which is not in the way of anything else.
   *
   * @throws ProblemException {@code CLUSTER_BUSY} if it is held for longer than {@code patience}
   */
  public HeldLock lockExport(String name, Duration patience, Consumer<String> waiting)
      throws InterruptedException {
    return HeldLock.acquire(
        locks().resolve(EXPORT + name),
        "The export of \"" + name + "\"",
        "export",
        patience,
        waiting);
  }

  /** Holds what belongs to no one cluster: choosing addresses, settings, images. */
  public HeldLock lockAll(String command) throws InterruptedException {
    return HeldLock.acquire(
        locks().resolve("_home"), directory.toString(), command, Duration.ofMinutes(2), _ -> {});
  }

  /**
   * Makes the directory if it is missing, for its owner only, and makes sure that it can be written
   * to.
   *
   * @throws ProblemException {@code HOST_HOME_NOT_WRITABLE}, {@code HOST_DISK_LOW}
   */
  public void prepare() {
    makeDirectory(directory);
    try {
      Files.delete(Files.createTempFile(directory, ".writable", null, new FileAttribute<?>[0]));
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  /** What can still be written to the home's disk. */
  public long freeMebibytes() {
    return directory.toFile().getUsableSpace() >>> 20;
  }

  /** Removes all that Coracle keeps here, and the directory if nothing else is in it. */
  public void removeAll() {
    try {
      for (var ours :
          List.of(
              "clusters",
              "exports",
              "trash",
              "templates",
              "images",
              "vms",
              "logs",
              "ca",
              "config",
              "locks")) {
        FileTree.remove(directory.resolve(ours));
      }
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else's files; they stay.
      return;
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory, PRIVATE);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  static ProblemException notWritable(Path directory, IOException why) {
    return WriteFailure.of(
        directory, directory.toString(), 0, LauncherError.HOST_HOME_NOT_WRITABLE, why);
  }

  private Path templatesDirectory() {
    return directory.resolve("templates");
  }

  private Path trash() {
    return directory.resolve("trash");
  }

  private Path clusters() {
    return directory.resolve("clusters");
  }

  private Path locks() {
    return directory.resolve("locks");
  }
}
