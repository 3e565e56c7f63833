package dev.coracle.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Stack traces go to a file, never to the screen; users send that file to others. */
public final class FailureLog {
  /** Shorter values are words, which a trace holds anyway. */
  private static final int SECRET_LENGTH = 8;

  private FailureLog() {}

  /** A few letters that are the same wherever the same code fails in the same way. */
  public static String code(Throwable failure) {
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
   * Writes what happened, without anything of the environment but paths.
   *
   * @return the file; absent if it cannot be written, which is no reason to fail once more
   */
  public static Optional<Path> write(
      Path home, String name, Throwable failure, Map<String, String> environment) {
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
      return Optional.of(Files.writeString(file, without(environment, text.toString())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Messages of exceptions may hold whatever a program was given. */
  private static String without(Map<String, String> environment, String text) {
    var rest = text;
    for (var variable : environment.entrySet()) {
      var value = variable.getValue();
      if (!value.isEmpty()) {
        rest = rest.replace(variable.getKey() + "=" + value, variable.getKey() + "=...");
      }
      if (value.length() >= SECRET_LENGTH && !value.startsWith("/")) {
        rest = rest.replace(value, "...");
      }
    }
    return rest;
  }

  private static void add(CRC32 sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
