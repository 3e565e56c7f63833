package dev.coracle.launcher.preflight;

import java.util.Optional;

/**
 * One check of the host.
 *
 * @param id stable: {@code disk-space}
 * @param description what is checked, for a person: {@code "Free disk space"}
 */
public record HostCheck(String id, String description, Check check, Optional<Fix> fix) {

  /** Leaves everything as it was; blocks, honours interruption. */
  @FunctionalInterface
  public interface Check {
    CheckResult run() throws InterruptedException;
  }

  /** What puts it right. */
  public sealed interface Fix {
    /** What it does, for a person. */
    String description();

    /** A line for the user's shell, since it needs rights or choices that Coracle does not have. */
    record CommandLine(String description, String line) implements Fix {}

    /** Something Coracle can do by itself. */
    record Action(String description, Runnable action) implements Fix {}
  }
}
