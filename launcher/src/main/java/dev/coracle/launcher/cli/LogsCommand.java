package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.LogRequest;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

final class LogsCommand extends Command {
  private static final int LINES = 60;

  private final Flag<Boolean> follow = toggle("Go on as lines are written", "-f", "--follow");
  private final Flag<Integer> length =
      number("N", "Lines of each log, 0 for all (default " + LINES + ")", "-n", "--length");
  private final Flag<String> component =
      text("NAME", "Of one component only, such as kubelet", "-c", "--component");
  private final Flag<String> file = text("FILE", "Write to a file", "--file");
  private final Flag<Boolean> problems = toggle("Only lines that look like trouble", "--problems");
  private final Flag<Boolean> audit = toggle("The commands that were run", "--audit");
  private final Flag<Boolean> lastStart =
      toggle("Only since the node last booted", "--last-start-only");

  LogsCommand() {
    super("logs", "Print the logs of the node, or its console when it is down");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var target = file.value();
    if (target.isEmpty()) {
      print(session, session.out());
      return OK;
    }
    try (var out =
        new PrintStream(
            Files.newOutputStream(Path.of(target.get())), false, StandardCharsets.UTF_8)) {
      print(session, out);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.OUTPUT_NOT_WRITTEN, target.get() + " could not be written: " + e, e);
    }
    return OK;
  }

  private void print(Session session, PrintStream out) throws InterruptedException {
    int lines = length.or(LINES);
    if (audit.or(false)) {
      session.launcher().audit().last(lines).forEach(out::println);
      return;
    }
    var request =
        new LogRequest(
            component.value(), lines, follow.or(false), problems.or(false), lastStart.or(false));
    session
        .launcher()
        .readLogs()
        .run(
            session.profile(),
            request,
            line -> {
              out.println(line);
              if (follow.or(false)) {
                out.flush();
              }
            });
  }
}
