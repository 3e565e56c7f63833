package dev.coracle.launcher.cli;

final class EventsCommand extends Command {
  private final Flag<Boolean> follow = toggle("Go on as things happen", "-f", "--follow");

  EventsCommand() {
    super("events", "Print what happened to the cluster, one JSON object a line");
  }

  @Override
  int run(Session session) throws InterruptedException {
    session
        .launcher()
        .readEvents()
        .run(
            session.profile(),
            follow.or(false),
            line -> {
              session.out().println(line);
              session.out().flush();
            });
    return OK;
  }
}
