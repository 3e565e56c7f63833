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
  public DriverChoice {
    problems = List.copyOf(problems);
  }
}
