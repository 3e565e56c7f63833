package dev.coracle.launcher.cli;

/** {@code profile}: which cluster commands are about. */
final class ProfileCommand extends Command {
  private final Flag<String> name =
      argument(0, "NAME", "0..1", "The cluster that commands are about from now on");

  ProfileCommand() {
    super("profile", "Print or choose the cluster that commands are about");
    subcommand(new List());
  }

  @Override
  int run(Session session) throws InterruptedException {
    var asked = name.value();
    if (asked.isEmpty()) {
      session.out().println(session.profile());
      return OK;
    }
    var chosen = asked.get().equals("default") ? Cli.DEFAULT_PROFILE : asked.get();
    session.launcher().selectProfile().select(chosen);
    session.err().println("Commands are about cluster " + chosen + " now.");
    return OK;
  }

  private static final class List extends Command {
    private final Flag<Boolean> light =
        toggle("Read files only, do not ask whether clusters run", "-l", "--light");
    private final Flag<String> output = output("text", "table", "json");

    List() {
      super("list", "List all clusters");
    }

    @Override
    int run(Session session) throws InterruptedException {
      return ProfileTable.print(session, output.or("text"), light.or(false));
    }
  }
}
