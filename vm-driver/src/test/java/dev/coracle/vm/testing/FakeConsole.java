package dev.coracle.vm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/**
 * What a guest does: prints on its serial console, also the markers of docs/guest.md, and counts.
 */
public final class FakeConsole {
  private final Path log;
  private final Map<String, Integer> disk;

  /**
   * @param disk what the guest has counted so far
   */
  FakeConsole(Path log, Map<String, Integer> disk) {
    this.log = log;
    this.disk = disk;
  }

  /** Counts on the data disk: 1 the first time, one more each time after. */
  public int next(String counter) {
    return disk.merge(counter, 1, Integer::sum);
  }

  String text() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void set(String text) {
    write(text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Empties it, as at each boot. */
  FakeConsole anew() {
    set("");
    return this;
  }

  public FakeConsole line(String text) {
    write(text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return this;
  }

  /** The guest has reached a phase, so many seconds after its kernel started. */
  public FakeConsole phase(double seconds, String phase) {
    return line(
        String.format(Locale.ROOT, "CORACLE {\"t\":%.2f,\"phase\":\"%s\"}", seconds, phase));
  }

  public FakeConsole failed(double seconds, String component, String reason) {
    return line(
        String.format(
            Locale.ROOT,
            "CORACLE {\"t\":%.2f,\"phase\":\"failed\",\"component\":\"%s\",\"reason\":\"%s\"}",
            seconds,
            component,
            reason));
  }

  private void write(String text, StandardOpenOption... options) {
    try {
      Files.writeString(log, text, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
