package dev.coracle.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A user's machine: a home of its own, a kubeconfig that was there before, and the two commands.
 */
final class Host {
  /** Generous: a guest without hardware acceleration is 10 to 20 times slower than on a laptop. */
  static final Duration LIMIT = Duration.ofMinutes(8);

  static final String EARLIER_KUBECONFIG =
      """
      # mine, with comments
      apiVersion: v1
      kind: Config
      clusters:
      - name: work   # not to be touched
        cluster: {server: "https://work.example:6443"}
      contexts:
      - name: work
        context: {cluster: work, user: me}
      users:
      - name: me
        user: {token: abc}
      current-context: work
      """;

  private static final Path LIB = Path.of(System.getProperty("coracle.lib", "../build/lib"));
  private static final Path BIN =
      Path.of(System.getProperty("coracle.bin", "target/image/bin/coracle")).toAbsolutePath();

  final Path home;
  final Path kubeconfig;

  /** Set for every command, on top of the home and the kubeconfig. */
  final Map<String, String> environment = new HashMap<>();

  /** What a command did. */
  record Result(int exit, String out, String err) {
    Result ok() {
      assertThat(exit).as("exit code; stderr: %s; stdout: %s", err, out).isZero();
      return this;
    }
  }

  private final Path directory;

  Host(Path directory) throws IOException {
    this.directory = directory;
    home = directory.resolve("home");
    kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(kubeconfig, EARLIER_KUBECONFIG);
  }

  Result coracle(String... arguments) {
    return run(BIN.toString(), arguments);
  }

  Result kubectl(String... arguments) {
    return run(kubectl().toString(), arguments);
  }

  /** Applies a manifest. */
  void apply(String manifest, String... options) {
    var file = home.resolveSibling("manifest.yaml");
    try {
      Files.writeString(file, manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var arguments = new ArrayList<>(List.of("apply", "-f", file.toString()));
    arguments.addAll(List.of(options));
    kubectl(arguments.toArray(String[]::new)).ok();
  }

  /**
   * All objects of the cluster that are not made and removed by the hour. The node's lease is not
   * among them: kubelet makes it some seconds after the node is Ready.
   */
  Set<String> objects() {
    var kinds =
        kubectl("api-resources", "--verbs=list", "-o", "name")
            .ok()
            .out()
            .lines()
            .filter(kind -> !kind.startsWith("events") && !kind.equals("componentstatuses"))
            .collect(Collectors.joining(","));
    var names = kubectl("get", kinds, "-A", "-o", "name").ok().out().lines();
    return names
        .filter(name -> !name.equals("lease.coordination.k8s.io/coracle"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Asks until these are all objects: what an owner leaves is collected after it. */
  void awaitObjects(Set<String> expected) {
    eventually(
        "there is nothing but what there was",
        () -> {
          assertThat(objects()).containsExactlyInAnyOrderElementsOf(expected);
          return Optional.of(true);
        });
  }

  Process start(String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("CORACLE_HOME", home.toString());
    builder.environment().put("CORACLE_LIB", LIB.toAbsolutePath().normalize().toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process startCoracle(String... arguments) {
    return start(BIN.toString(), arguments);
  }

  /** As from a terminal: whatever this process ignores, Ctrl-C reaches the command. */
  Process startCoracleInForeground(String... arguments) {
    var command = new ArrayList<>(List.of("--default-signal=INT", BIN.toString()));
    command.addAll(List.of(arguments));
    return start("/usr/bin/env", command.toArray(String[]::new));
  }

  Process startKubectl(String... arguments) {
    return start(kubectl().toString(), arguments);
  }

  Result run(String program, String... arguments) {
    return finish(start(program, arguments));
  }

  Result finish(Process process) {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = readers.submit(() -> process.inputReader().readAllAsString());
      var err = readers.submit(() -> process.errorReader().readAllAsString());
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            process.info().commandLine().orElse("a command") + " hangs: " + err.get());
      }
      return new Result(process.exitValue(), out.get(), err.get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The body that a URL answers with, asked again until it does. */
  static String get(String url) {
    return eventually(
        url + " answers",
        () -> {
          try (var client =
              HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            var request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
          }
        });
  }

  /** Asks until there is an answer, else fails with what was waited for and the last failure. */
  static <T> T eventually(String what, Callable<Optional<T>> question) {
    var end = Instant.now().plus(LIMIT);
    Throwable last = null;
    while (Instant.now().isBefore(end)) {
      try {
        var answer = question.call();
        if (answer.isPresent()) {
          return answer.get();
        }
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (Exception | AssertionError e) {
        last = e;
      }
    }
    throw new AssertionError("never came true: " + what, last);
  }

  /** Processes whose command line names something in this host's folders. */
  List<String> processes() throws IOException {
    var found = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var entry : entries) {
        try {
          var line = Files.readString(entry.resolve("cmdline")).replace('\0', ' ');
          if (line.contains(directory.toString())) {
            found.add(entry.getFileName() + " " + line);
          }
        } catch (IOException e) {
          // It ended meanwhile.
        }
      }
    }
    return found;
  }

  static Path lib() {
    return LIB;
  }

  static Path kubectl() {
    try (var files = Files.newDirectoryStream(LIB, "kubectl-v*")) {
      return files.iterator().next().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
