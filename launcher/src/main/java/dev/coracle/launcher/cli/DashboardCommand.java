package dev.coracle.launcher.cli;

import java.util.concurrent.CountDownLatch;

/** {@code dashboard}: the cluster in the user's browser, until Ctrl-C. */
final class DashboardCommand extends Command {
  private final Flag<Boolean> url = toggle("Print the address instead of opening it", "--url");
  private final Flag<Integer> port =
      option(
          Integer.class,
          Values::port,
          "PORT",
          "Port at the cluster's address (default one that is free)",
          "--port");

  DashboardCommand() {
    super("dashboard", "Open the cluster in the browser");
  }

  @Override
  int run(Session session) throws InterruptedException {
    try (var dashboard =
        Narrator.tell(
            session,
            false,
            events ->
                session.launcher().openDashboard().run(session.profile(), port.or(0), events))) {
      var invitation = dashboard.invite("/");
      session.out().println(invitation);
      session
          .err()
          .println(
              "The address is good for one browser and ten minutes. Ctrl-C ends the dashboard's.");
      // Everybody sees a program's arguments; what is in these is of no use to whom the door does
      // not let in.
      if (!url.or(false) && dashboard.isGuarded()) {
        Browser.open(invitation, session);
      }
      new CountDownLatch(1).await();
      return OK;
    }
  }
}
