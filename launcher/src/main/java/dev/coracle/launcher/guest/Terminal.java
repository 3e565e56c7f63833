package dev.coracle.launcher.guest;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session of the user's terminal with a guest.
 *
 * <p>The system's OpenSSH client carries it where there is one, for it knows terminals: raw mode,
 * window size, signals. Elsewhere it goes over this process, line by line and without a terminal in
 * the guest.
 */
public final class Terminal {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private Terminal() {}

  /**
   * Hands this process's standard streams to a shell of the guest, or to a command if one is given,
   * until it ends. A command's words are joined by spaces, as ssh does.
   *
   * @return the exit code of the shell or command; 255 if OpenSSH could not connect
   * @throws dev.coracle.errors.ProblemException as {@link GuestConnector#connect}
   */
  public static int run(GuestAddress guest, List<String> command) throws InterruptedException {
    return run(guest, command, System.getenv());
  }

  static int run(GuestAddress guest, List<String> command, Map<String, String> environment)
      throws InterruptedException {
    var ssh = openSsh(environment);
    if (ssh.isEmpty()) {
      try (var shell = new SshConnector().connect(guest, CONNECT_TIMEOUT)) {
        var line = command.isEmpty() ? "exec \"${SHELL:-/bin/sh}\"" : String.join(" ", command);
        return shell.stream(line, System.in, System.out, System.err);
      }
    }
    var atTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return wait(
        OpenSsh.command(ssh.get().toString(), guest, atTerminal && !command.isEmpty(), command));
  }

  private static int wait(List<String> commandLine) throws InterruptedException {
    try {
      var process = new ProcessBuilder(commandLine).inheritIO().start();
      try {
        return process.waitFor();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> openSsh(Map<String, String> environment) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> List.of("ssh", "ssh.exe").stream().map(Path.of(directory)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
