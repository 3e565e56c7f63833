package dev.coracle.vm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessesTest {
  private final LocalProcesses processes = new LocalProcesses("/nowhere::/usr/bin:/bin");

  @TempDir private Path directory;

  private Outcome run(Duration limit, String... arguments) throws InterruptedException {
    return processes.run(new HostCommand(List.of(arguments), directory, limit));
  }

  @Test
  void findsWhereTheShellWould() {
    assertThat(processes.find("sh")).isPresent();
    assertThat(processes.find("no-such-program")).isEmpty();
  }

  @Test
  void capturesCodeAndOutput() throws InterruptedException {
    assertThat(run(Duration.ofSeconds(10), "/bin/sh", "-c", "pwd; echo bad >&2; cat; exit 3"))
        .isEqualTo(new Outcome.Exited(3, directory + "\n", "bad\n"));
  }

  @Test
  void killsAfterTheLimit() throws InterruptedException {
    assertThat(run(Duration.ofMillis(100), "/bin/sleep", "60"))
        .isEqualTo(new Outcome.TimedOut("", ""));
  }

  @Test
  void doesNotWaitForWhatWasLeftInTheBackground() throws InterruptedException {
    assertThat(run(Duration.ofSeconds(5), "/bin/sh", "-c", "sleep 6 & echo done"))
        .isEqualTo(new Outcome.Exited(0, "done\n", ""));
  }

  @Test
  void saysWhyNothingRan() throws InterruptedException {
    assertThat(run(Duration.ofSeconds(5), "/no/such/program"))
        .isInstanceOfSatisfying(
            Outcome.NotStarted.class,
            outcome -> assertThat(outcome.reason()).contains("/no/such/program"));
  }

  @Test
  void interruptionKillsIt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(Duration.ofSeconds(60), "/bin/sleep", "60"))
        .isInstanceOf(InterruptedException.class);
  }
}
