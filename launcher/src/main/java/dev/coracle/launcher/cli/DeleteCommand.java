package dev.coracle.launcher.cli;

import java.util.List;

final class DeleteCommand extends Command {
  private final Flag<Boolean> all = toggle("Delete every cluster", "--all");
  private final Flag<Boolean> purge =
      toggle("With --all: also images, settings and everything else that is kept", "--purge");
  private final Flag<String> output = output("text", "json");

  DeleteCommand() {
    super("delete", "Remove the cluster with all that it holds");
  }

  @Override
  int run(Session session) throws InterruptedException {
    boolean everything = all.or(false) || purge.or(false);
    List<String> deleted =
        Narrator.tell(
            session,
            output.or("text").equals("json"),
            events -> {
              var delete = session.launcher().deleteCluster();
              if (everything) {
                return delete.all(purge.or(false), events);
              }
              return delete.run(session.profile(), events)
                  ? List.of(session.profile())
                  : List.<String>of();
            });
    if (deleted.isEmpty()) {
      session.err().println(everything ? "There was no cluster." : "There was nothing to remove.");
    } else {
      session.err().println("Removed " + String.join(", ", deleted) + ".");
    }
    return OK;
  }
}
