package dev.coracle.vm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A guest's serial console: appends lines, also the markers of docs/guest.md. */
public final class FakeConsole {
  private final Path log;

  FakeConsole(Path log) {
    this.log = log;
  }

  /** Empties it, as at each boot. */
  FakeConsole anew() {
    write("", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    return this;
  }

  public FakeConsole line(String text) {
    write(text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return this;
  }

  /** The guest has reached a phase, so many seconds after its kernel started. */
  public FakeConsole phase(double seconds, String phase) {
    return line("CORACLE {\"t\":%.2f,\"phase\":\"%s\"}".formatted(seconds, phase));
  }

  public FakeConsole failed(double seconds, String component, String reason) {
    return line(
        "CORACLE {\"t\":%.2f,\"phase\":\"failed\",\"component\":\"%s\",\"reason\":\"%s\"}"
            .formatted(seconds, component, reason));
  }

  private void write(String text, StandardOpenOption... options) {
    try {
      Files.writeString(log, text, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
