package dev.coracle.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** Stack traces go to a file, never to the screen. */
final class FailureLog {
  private FailureLog() {}

  /** A few letters that are the same wherever the same code fails in the same way. */
  static String code(Throwable failure) {
    var sum = new CRC32();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      add(sum, at.getClass().getName());
      for (var frame : at.getStackTrace()) {
        if (frame.getClassName().startsWith("dev.coracle.")) {
          add(sum, frame.getClassName() + "." + frame.getMethodName());
        }
      }
    }
    return Long.toString(sum.getValue(), 36).toUpperCase(Locale.ROOT);
  }

  /**
   * @return the file; absent if it cannot be written, which is no reason to fail once more
   */
  static Optional<Path> write(Path home, String name, Throwable failure) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    writer.println(Instant.now() + " coracle " + Version.CORACLE);
    writer.println(
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    failure.printStackTrace(writer);
    var file = home.resolve("logs").resolve(name + ".log");
    try {
      Files.createDirectories(home.resolve("logs"));
      return Optional.of(Files.writeString(file, text.toString(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void add(CRC32 sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
