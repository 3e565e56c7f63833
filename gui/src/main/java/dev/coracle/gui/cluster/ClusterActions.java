package dev.coracle.gui.cluster;

import dev.coracle.gui.task.FollowUp;
import dev.coracle.gui.task.Task;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.task.Work;
import dev.coracle.gui.view.Messages;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.DeleteCluster.Fate;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.Undo;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be done with a cluster as a whole, each as a task; for every place that offers it.
 * Called on the FX thread, by the cluster's name.
 */
public final class ClusterActions {
  private final Launcher launcher;
  private final Tasks tasks;
  private final ClusterList clusters;
  private final Messages messages = Messages.of(ClusterActions.class);

  public ClusterActions(Launcher launcher, Tasks tasks, ClusterList clusters) {
    this.launcher = launcher;
    this.tasks = tasks;
    this.clusters = clusters;
  }

  /** Boots it, wakes it, repairs it, whatever it needs. */
  public Task start(String name) {
    return start(StartRequest.of(name));
  }

  /** The same, for a new cluster too. */
  public Task start(StartRequest request) {
    return run(
        "task.start", request.name(), events -> launcher.startCluster().run(request, events));
  }

  /** Puts it to sleep, where its driver can, else shuts it down. */
  public Task sleep(String name) {
    return run(
        "task.sleep", name, events -> launcher.stopCluster().run(name, false, false, events));
  }

  /** Lets it stand still in memory. */
  public Task pause(String name) {
    return run("task.pause", name, events -> launcher.pauseCluster().pause(name, events));
  }

  public Task unpause(String name) {
    return run("task.unpause", name, events -> launcher.pauseCluster().unpause(name, events));
  }

  public Task powerOff(String name) {
    return run(
        "task.powerOff", name, events -> launcher.stopCluster().run(name, false, true, events));
  }

  public Task restart(String name) {
    return run(
        "task.restart",
        name,
        events -> launcher.restartCluster().run(StartRequest.of(name), events));
  }

  /** It can be undone for a day. */
  public Task delete(String name) {
    var fate = new Fate(false, Undo.DEFAULT_SPACE_MIB);
    return run("task.delete", name, events -> launcher.deleteCluster().run(name, fate, events))
        .offering(new FollowUp(messages.text("action.undo"), () -> undo(name)));
  }

  /** Takes back the last thing that was done to it and can be: its deletion, if it is gone. */
  public Task undo(String name) {
    return run(
        "task.undo", name, events -> launcher.undo(Undo.DEFAULT_SPACE_MIB).last(name, events));
  }

  /** Copies a cluster, with all that it holds. */
  public Task copy(String source, String name) {
    var task =
        tasks.run(
            messages.text("task.clone", source, name),
            source,
            events -> launcher.cloneCluster().run(source, name, events));
    task.whenEnded(_ -> clusters.refresh());
    return task;
  }

  /** Writes all of a cluster to one file, from which it can be made anew on any computer. */
  public Task export(String name, Path file) {
    return tasks.run(
        messages.text("task.export", name, String.valueOf(file.getFileName())),
        name,
        events -> launcher.exportCluster().run(name, file, events));
  }

  /**
   * Makes a cluster of such a file.
   *
   * @param name the one that it had if empty
   */
  public Task importFrom(Path file, Optional<String> name) {
    var task =
        tasks.run(
            messages.text("task.import", String.valueOf(file.getFileName())),
            events -> launcher.importCluster().run(file, name, events));
    task.whenEnded(_ -> clusters.refresh());
    return task;
  }

  private Task run(String title, String name, Work work) {
    var task = tasks.run(messages.text(title, name), name, work);
    task.whenEnded(_ -> clusters.refresh());
    return task;
  }
}
