package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.ClusterSnapshot;
import dev.coracle.launcher.cluster.SnapshotCluster;
import dev.coracle.launcher.cluster.Undo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code snapshot}: what a cluster was. */
final class SnapshotCommand extends Command {
  SnapshotCommand() {
    super("snapshot", "Save what the cluster is, with the pods that run, and go back to it");
    subcommand(new Take());
    subcommand(new List());
    subcommand(
        new OnOne(
            "restore",
            "Make the cluster what it was; 'coracle undo' takes that back",
            SnapshotCluster::restore));
    subcommand(
        new OnOne(
            "delete", "Remove a snapshot; 'coracle undo' brings it back", SnapshotCluster::delete));
  }

  @Override
  int run(Session session) throws InterruptedException {
    return print(session, "table");
  }

  private static SnapshotCluster snapshots(Session session, int undoSpaceMiB) {
    return session.launcher().snapshotCluster(undoSpaceMiB);
  }

  private static int print(Session session, String output) throws InterruptedException {
    var snapshots = snapshots(session, Undo.DEFAULT_SPACE_MIB).list(session.profile());
    if (output.equals("json")) {
      session.out().println(JsonText.line(snapshots.stream().map(SnapshotCommand::json).toList()));
      return OK;
    }
    var rows = new ArrayList<java.util.List<String>>();
    rows.add(java.util.List.of("SNAPSHOT", "TAKEN", "STATE", "BEFORE"));
    for (var snapshot : snapshots) {
      rows.add(
          java.util.List.of(
              snapshot.name(),
              snapshot.taken().toString(),
              state(snapshot),
              snapshot.before().orElse("")));
    }
    session.out().print(Table.text(rows));
    return OK;
  }

  private static String state(ClusterSnapshot snapshot) {
    return snapshot.running() ? "Running" : "Stopped";
  }

  private static Map<String, Object> json(ClusterSnapshot snapshot) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", snapshot.name());
    entry.put("taken", snapshot.taken().toString());
    entry.put("state", state(snapshot));
    snapshot.before().ifPresent(command -> entry.put("before", command));
    return entry;
  }

  private static final class Take extends Command {
    private final Flag<String> name =
        argument(0, "NAME", "0..1", "Its name (default: made of the time)");
    private final Flag<String> output = output("text", "json");

    Take() {
      super("take", "Save what the cluster is; it goes on");
    }

    @Override
    int run(Session session) throws InterruptedException {
      var taken =
          Narrator.tell(
              session,
              output.or("text").equals("json"),
              events ->
                  snapshots(session, Undo.DEFAULT_SPACE_MIB)
                      .take(session.profile(), name.value(), events));
      if (output.or("text").equals("text")) {
        session.out().println(taken);
      }
      return OK;
    }
  }

  private static final class List extends Command {
    private final Flag<String> output = output("table", "json");

    List() {
      super("list", "List the snapshots, oldest first");
    }

    @Override
    int run(Session session) throws InterruptedException {
      return print(session, output.or("table"));
    }
  }

  /** What is done to one snapshot of a cluster. */
  private interface Action {
    void run(SnapshotCluster snapshots, String cluster, String name, Consumer<ClusterEvent> events)
        throws InterruptedException;
  }

  private static final class OnOne extends Command {
    private final Flag<String> name = argument(0, "NAME", "1", "The snapshot");
    private final Flag<Integer> space = undoSpace();
    private final Flag<Boolean> timings = toggle("Print what each phase took", "--timings");
    private final Flag<String> output = output("text", "json");
    private final Action action;

    OnOne(String command, String help, Action action) {
      super(command, help);
      this.action = action;
    }

    @Override
    int run(Session session) throws InterruptedException {
      var asked = name.value().orElseThrow();
      var costs = new ArrayList<ClusterEvent.Timing>();
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events -> {
            action.run(
                snapshots(session, space.or(Undo.DEFAULT_SPACE_MIB)),
                session.profile(),
                asked,
                Timings.noting(costs, events));
            return asked;
          });
      if (timings.or(false)) {
        Timings.print(session.err(), costs);
      }
      return OK;
    }
  }
}
