package dev.coracle.launcher.driver;

import dev.coracle.errors.Problem;
import dev.coracle.vm.VmDriver;
import java.util.List;

/**
 * A driver, and why it.
 *
 * @param reason for a person
 * @param problems what does not work as well as it could
 */
public record DriverChoice(VmDriver driver, String reason, List<Problem> problems) {
  /** How many times slower than in hardware a guest runs that is emulated; measured. */
  private static final int EMULATION = 15;

  public DriverChoice {
    problems = List.copyOf(problems);
  }

  /** How many times longer than usual a guest may take for anything. */
  public int slowness() {
    return problems.isEmpty() ? 1 : EMULATION;
  }
}
