package dev.coracle.launcher.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingProcessTest {
  @TempDir private Path directory;

  @Test
  void oneThatRunsIsFound() throws IOException {
    var process = new ProcessBuilder("sleep", "1000").start();
    try {
      assertThat(named(process.toHandle()).running()).isPresent();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void oneThatWasKilledIsNotThereEvenIfNobodyHasFetchedIt() throws IOException {
    // What the shell becomes never fetches the child that the shell had.
    var parent = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000").start();
    try (var output = new BufferedReader(parent.inputReader(StandardCharsets.UTF_8))) {
      var child = ProcessHandle.of(Long.parseLong(requireNonNull(output.readLine()))).orElseThrow();
      var process = named(child);
      assertThat(process.running()).isPresent();

      child.destroyForcibly();

      while (!Files.readString(Path.of("/proc/" + child.pid() + "/stat")).contains(") Z ")) {
        Thread.onSpinWait();
      }
      assertThat(process.running()).isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  private LastingProcess named(ProcessHandle process) throws IOException {
    var file = directory.resolve("attendant.json");
    Files.writeString(
        file,
        "{\"version\": 1, \"pid\": %d, \"started\": \"%s\"}"
            .formatted(process.pid(), process.info().startInstant().orElseThrow()));
    return new LastingProcess(file);
  }
}
