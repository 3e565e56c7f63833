package dev.coracle.vm.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real ones. Output goes through files, not pipes: a detached descendant that keeps its output
 * open cannot hold up the caller.
 */
public final class LocalProcesses implements HostProcesses {
  private final String searchPath;

  /**
   * @param searchPath directories as in {@code PATH}
   */
  public LocalProcesses(String searchPath) {
    this.searchPath = searchPath;
  }

  @Override
  public Optional<Path> find(String program) {
    return Stream.of(searchPath.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  @Override
  public Outcome run(HostCommand command) throws InterruptedException {
    try {
      Path captured = Files.createTempDirectory("coracle-");
      Path output = captured.resolve("output");
      Path errors = captured.resolve("errors");
      try {
        return run(command, output, errors);
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
        Files.delete(captured);
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (IOException e) {
      return new Outcome.NotStarted(String.valueOf(e.getMessage()));
    }
  }

  private static Outcome run(HostCommand command, Path output, Path errors)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command.arguments())
            .directory(command.directory().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      boolean ended = process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        return new Outcome.Exited(process.exitValue(), text(output), text(errors));
      }
      return new Outcome.TimedOut(text(output), text(errors));
    } finally {
      // Only once it is gone nothing more comes of it.
      process.destroyForcibly().onExit().join();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
