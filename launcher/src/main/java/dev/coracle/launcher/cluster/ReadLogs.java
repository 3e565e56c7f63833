package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmSpec;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the logs of the node: of its components over SSH, or its console when it is down. */
public final class ReadLogs {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9-]{1,40}");

  /** What looks like trouble, in the forms that the components write. */
  private static final Pattern TROUBLE =
      Pattern.compile(
          "(^|: )[EF]\\d{4} |\"failed\"|level=(error|fatal)|\"level\":\"(error|fatal)\"|panic:"
              + "|\\b(fatal|error|oom-kill|Out of memory)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Surroundings surroundings;

  public ReadLogs(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Lines come in order of component; with {@code follow} as they are written. A node that cannot
   * be reached shows its console instead.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_VALUE_INVALID} for a
   *     component that cannot be one
   */
  public void run(String name, LogRequest request, Consumer<String> lines)
      throws InterruptedException {
    request.component().ifPresent(ReadLogs::check);
    surroundings.clusters().get(name);
    Consumer<String> wanted =
        request.problems()
            ? line -> {
              if (TROUBLE.matcher(line).find()) {
                lines.accept(line);
              }
            }
            : lines;
    if (new Reach(surroundings).isOpen(name)) {
      try {
        ofNode(name, request, wanted);
        return;
      } catch (ProblemException e) {
        lines.accept("(the node cannot be reached: " + e.problem().detail() + ")");
      }
    }
    lines.accept("(the console of the node's last boot)");
    var console = surroundings.clusters().folder(name).vm().resolve(VmSpec.CONSOLE_LOG);
    FollowedFile.read(console, request.lines(), request.follow(), wanted);
  }

  private void ofNode(String name, LogRequest request, Consumer<String> lines)
      throws InterruptedException {
    try (var shell = new SshAccess(surroundings).connect(name, CONNECT);
        var out = new LineOutput(lines)) {
      shell.stream(
          LogCommand.of(request),
          InputStream.nullInputStream(),
          out,
          OutputStream.nullOutputStream());
    }
  }

  private static void check(String component) {
    if (!COMPONENT.matcher(component).matches()) {
      throw new ProblemException(
          LauncherError.CLUSTER_VALUE_INVALID, "\"" + component + "\" is no component of a node.");
    }
  }

  /** Hands on whole lines. */
  private static final class LineOutput extends OutputStream {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    LineOutput(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(int value) {
      if (value == '\n') {
        end();
      } else {
        partial.write(value);
      }
    }

    @Override
    public void close() {
      if (partial.size() > 0) {
        end();
      }
    }

    private void end() {
      lines.accept(partial.toString(StandardCharsets.UTF_8));
      partial.reset();
    }
  }
}
