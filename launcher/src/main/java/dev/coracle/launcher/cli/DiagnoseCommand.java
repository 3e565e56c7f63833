package dev.coracle.launcher.cli;

import java.nio.file.Path;

final class DiagnoseCommand extends Command {
  private final Flag<String> file =
      text("FILE", "What to write (default coracle-NAME-TIME.zip, where you are)", "--file");
  private final Flag<String> output = output("text", "json");

  DiagnoseCommand() {
    super("diagnose", "Collect what helps to find a fault in one file, without secrets");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var diagnose = session.launcher().diagnose();
    var path = Path.of(file.value().orElseGet(() -> diagnose.fileName(session.profile())));
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> {
          diagnose.run(session.profile(), path, events);
          return path;
        });
    session.err().println("Look through it before you give it to anybody.");
    return OK;
  }
}
