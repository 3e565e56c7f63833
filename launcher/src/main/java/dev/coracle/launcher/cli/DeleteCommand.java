package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.DeleteCluster.Fate;
import dev.coracle.launcher.cluster.Undo;
import java.util.List;

final class DeleteCommand extends Command {
  private final Flag<Boolean> all = toggle("Delete every cluster", "--all");
  private final Flag<Boolean> purge =
      toggle(
          "Remove at once and for good; with --all also images, settings and all else that is kept",
          "--purge");
  private final Flag<Integer> space = undoSpace();
  private final Flag<String> output = output("text", "json");

  DeleteCommand() {
    super(
        "delete",
        "Remove the cluster with all that it holds; 'coracle undo' brings it back for a day");
  }

  @Override
  int run(Session session) throws InterruptedException {
    boolean every = all.or(false);
    var fate = new Fate(purge.or(false), space.or(Undo.DEFAULT_SPACE_MIB));
    List<String> deleted =
        Narrator.tell(
            session,
            output.or("text").equals("json"),
            events -> {
              var delete = session.launcher().deleteCluster();
              if (every) {
                return delete.all(fate, events);
              }
              return delete.run(session.profile(), fate, events)
                  ? List.of(session.profile())
                  : List.<String>of();
            });
    if (deleted.isEmpty()) {
      session.err().println(every ? "There was no cluster." : "There was nothing to remove.");
    } else {
      session.err().println("Removed " + String.join(", ", deleted) + ".");
    }
    return OK;
  }
}
