package dev.coracle.launcher.cli;

final class UndoCommand extends Command {
  private final Flag<String> output = output("text", "json");

  UndoCommand() {
    super("undo", "Take back the last restore of a snapshot, or the removal of one");
  }

  @Override
  int run(Session session) throws InterruptedException {
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> session.launcher().snapshotCluster().undo(session.profile(), events));
    return OK;
  }
}
