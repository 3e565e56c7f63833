package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import java.util.Map;

final class IpCommand extends Command {
  private final Flag<String> output = output("text", "json");

  IpCommand() {
    super("ip", "Print the address at which the cluster's services are reached");
  }

  @Override
  int run(Session session) {
    return print(session, output.or("text"));
  }

  static int print(Session session, String output) {
    var address = session.launcher().readClusterConfig().run(session.profile()).hostAddress();
    session.out().println(output.equals("json") ? JsonText.line(Map.of("ip", address)) : address);
    return OK;
  }
}
