package dev.coracle.launcher.cli;

/**
 * {@code compact}: what {@code stop} leaves running for a few seconds. Nobody has to type it, so it
 * is in no list and no log of commands.
 */
final class CompactCommand extends Command {
  static final String NAME = "compact";

  CompactCommand() {
    super(NAME, "Make the sleeping cluster take less on disk");
  }

  @Override
  int run(Session session) throws InterruptedException {
    session.launcher().compactCluster().run(session.profile());
    return OK;
  }
}
