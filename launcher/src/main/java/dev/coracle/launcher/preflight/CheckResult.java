package dev.coracle.launcher.preflight;

import dev.coracle.errors.Problem;

/** What a check found. */
public sealed interface CheckResult {
  /**
   * All is well.
   *
   * @param detail what was found: {@code QEMU 10.0.2}
   */
  record Ok(String detail) implements CheckResult {}

  /** It works, but not as well as it could. */
  record Warning(Problem problem) implements CheckResult {}

  /** A start would fail. */
  record Failed(Problem problem) implements CheckResult {}
}
