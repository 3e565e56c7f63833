package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.Undo;
import dev.coracle.launcher.cluster.Undo.Undoable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code undo}: back to the state before the last destructive command. */
final class UndoCommand extends Command {
  private final Flag<String> deleted =
      argument(0, "DELETED", "0..1", "A deleted cluster, as --list names it");
  private final Flag<Boolean> list = toggle("Only list what can be undone", "--list");
  private final Flag<Integer> space = undoSpace();
  private final Flag<String> output = output("text", "json");

  UndoCommand() {
    super(
        "undo",
        "Take back the last change of addons, restore or removal of a snapshot, or deletion of the cluster");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var undo = session.launcher().undo(space.or(Undo.DEFAULT_SPACE_MIB));
    boolean json = output.or("text").equals("json");
    if (list.or(false)) {
      print(session, undo.list(session.profile()), json);
      return OK;
    }
    var asked = deleted.value();
    Narrator.tell(
        session,
        json,
        events ->
            asked.isPresent()
                ? undo.deletion(asked.get(), events)
                : undo.last(session.profile(), events));
    return OK;
  }

  private static void print(Session session, List<Undoable> all, boolean json) {
    if (json) {
      session.out().println(JsonText.line(all.stream().map(UndoCommand::json).toList()));
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("CLUSTER", "COMMAND", "TIME", "DELETED"));
    for (var one : all) {
      rows.add(List.of(one.cluster(), one.command(), one.time().toString(), one.id().orElse("")));
    }
    session.out().print(Table.text(rows));
  }

  private static Map<String, Object> json(Undoable one) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("cluster", one.cluster());
    entry.put("command", one.command());
    entry.put("time", one.time().toString());
    one.id().ifPresent(id -> entry.put("deleted", id));
    return entry;
  }
}
