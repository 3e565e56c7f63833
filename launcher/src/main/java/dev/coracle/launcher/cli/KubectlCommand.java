package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code kubectl}: the user's if it fits the cluster's version, else the one that comes along. */
final class KubectlCommand extends Command {
  private final ListFlag given = arguments("ARGUMENT", "What kubectl is given");

  KubectlCommand() {
    super("kubectl", "Run a kubectl that fits the cluster");
    endFlagsAtFirstArgument();
  }

  @Override
  int run(Session session) throws InterruptedException {
    session.launcher().pauseCluster().requireNotPaused(session.profile());
    var version = session.launcher().readClusterConfig().run(session.profile()).kubernetesVersion();
    var command = new ArrayList<String>();
    command.add(choose(session, version).toString());
    var arguments = given.values();
    if (!arguments.contains("--context")
        && arguments.stream().noneMatch(argument -> argument.startsWith("--context="))) {
      command.add("--context=" + session.profile());
    }
    command.addAll(arguments);
    return Foreground.run(command);
  }

  private static Path choose(Session session, String version) throws InterruptedException {
    var own = Foreground.find("kubectl", session.environment());
    if (own.isPresent() && fits(minorOf(own.get()), minor(version))) {
      return own.get();
    }
    return shipped(session, version)
        .or(() -> own)
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.PROGRAM_NOT_FOUND,
                "There is no kubectl, neither on the PATH nor kubectl-"
                    + version
                    + " among Coracle's own files."));
  }

  private static Optional<Path> shipped(Session session, String version) {
    for (var variable : List.of("CORACLE_KUBECTL", "CORACLE_LIB")) {
      var directory = session.environment().getOrDefault(variable, "");
      var file = Path.of(directory, "kubectl-" + version);
      if (!directory.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(OptionalInt client, OptionalInt server) {
    return client.isPresent()
        && server.isPresent()
        && Math.abs(client.getAsInt() - server.getAsInt()) <= 1;
  }

  /** What the program says; absent if it is none that can say it. */
  private static OptionalInt minorOf(Path kubectl) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(kubectl.toString(), "version", "--client", "-o", "json")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      int at = answer.indexOf("\"gitVersion\"");
      int from = at < 0 ? -1 : answer.indexOf("\"v", at + 12);
      return from < 0 ? OptionalInt.empty() : minor(answer.substring(from + 1));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** The 36 of {@code v1.36.3}. */
  static OptionalInt minor(String version) {
    int dot = version.indexOf('.');
    int end = dot + 1;
    while (end < version.length() && Character.isDigit(version.charAt(end))) {
      end++;
    }
    return dot < 0 || end == dot + 1
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(version.substring(dot + 1, end)));
  }
}
