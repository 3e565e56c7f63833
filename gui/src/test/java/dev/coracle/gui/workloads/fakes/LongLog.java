package dev.coracle.gui.workloads.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/**
 * A log of many lines as a web server writes them; every thousandth one tells of a trouble.
 *
 * @param lines how many
 */
public record LongLog(int lines) implements FakeApi.Log {
  /** Occurs in every thousandth line, and in no other. */
  public static final String TROUBLE = "no such basket";

  private static final int EVERY = 1_000;
  private static final int BUFFER = 1 << 16;

  /** In how many lines the trouble is. */
  public int troubles() {
    return Math.ceilDiv(lines, EVERY);
  }

  /** One of them, without its end; they are numbered from 0 on. */
  public static String line(int number) {
    return "2026-11-27T20:00:00.%06dZ 10.244.0.%d \"GET /basket/%d HTTP/1.1\" 200 %d %s"
        .formatted(
            number % 1_000_000,
            number % 250,
            number,
            number * 37 % 9_000,
            number % EVERY == 0 ? "ERROR " + TROUBLE : "answered in time");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER);
    for (int i = 0; i < lines; i++) {
      buffered.write((line(i) + "\n").getBytes(UTF_8));
    }
    buffered.flush();
  }

  /** The same to be read. */
  public PipedInputStream stream() throws IOException {
    var written = new PipedOutputStream();
    var read = new PipedInputStream(written, BUFFER);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (written) {
            writeTo(written);
          } catch (IOException e) {
            // Nobody reads it any more.
            return;
          }
        });
    return read;
  }
}
