package dev.coracle.launcher.guest;

import java.util.ArrayList;
import java.util.List;

/** The command line of the system's OpenSSH client, as a pure function. */
public final class OpenSsh {
  private OpenSsh() {}

  /**
   * The user's own configuration has no say: it could change the key, the host or the port.
   *
   * @param program {@code ssh}, or its path
   * @param terminal whether the command gets a terminal in the guest; a shell always does if there
   *     is one here
   * @param command words that ssh joins by spaces; none for a shell
   */
  public static List<String> command(
      String program, GuestAddress guest, boolean terminal, List<String> command) {
    var line = new ArrayList<String>();
    line.add(program);
    line.addAll(List.of("-F", "none", "-i", guest.key().toString()));
    line.addAll(List.of("-p", String.valueOf(guest.address().getPort())));
    for (var option :
        List.of(
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "UserKnownHostsFile=\"" + guest.knownHosts() + "\"",
            "GlobalKnownHostsFile=none",
            "HostKeyAlias=" + guest.hostAlias(),
            "ServerAliveInterval=15",
            "LogLevel=ERROR")) {
      line.addAll(List.of("-o", option));
    }
    if (terminal) {
      line.add("-t");
    }
    line.add(guest.user() + "@" + guest.address().getAddress().getHostAddress());
    if (!command.isEmpty()) {
      line.add("--");
      line.addAll(command);
    }
    return List.copyOf(line);
  }
}
