package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.guest.GuestAddress;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

final class SshHostCommand extends Command {
  private final Flag<Boolean> append =
      toggle("Also append it to ~/.ssh/known_hosts", "--append-known");

  SshHostCommand() {
    super("ssh-host", "Print the node's host key as a line of known_hosts");
  }

  @Override
  int run(Session session) {
    var line = line(session.launcher().sshAccess().address(session.profile()));
    if (append.or(false)) {
      append(Path.of(session.environment().getOrDefault("HOME", ""), ".ssh", "known_hosts"), line);
    }
    session.out().println(line);
    return OK;
  }

  /** The pinned key, under the address by which other programs know the node. */
  private static String line(GuestAddress guest) {
    try {
      var pinned = Files.readString(guest.knownHosts()).strip();
      var address = guest.address();
      return "["
          + address.getHostString()
          + "]:"
          + address.getPort()
          + pinned.substring(pinned.indexOf(' '));
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, guest.knownHosts() + " could not be read: " + e, e);
    }
  }

  private static void append(Path file, String line) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      var before = Files.exists(file) ? Files.readString(file) : "";
      if (before.lines().noneMatch(line::equals)) {
        var separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.write(
            file,
            (separator + line + "\n").getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.OUTPUT_NOT_WRITTEN, file + " could not be written: " + e, e);
    }
  }
}
