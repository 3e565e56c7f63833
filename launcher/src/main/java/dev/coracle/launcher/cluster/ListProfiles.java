package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import java.util.List;

/** Lists the clusters of this home. */
public final class ListProfiles {
  /**
   * @param valid ordered by name
   * @param invalid clusters whose file cannot be read, and why
   */
  public record Profiles(List<Profile> valid, List<Invalid> invalid) {
    public Profiles {
      valid = List.copyOf(valid);
      invalid = List.copyOf(invalid);
    }
  }

  public record Invalid(String name, Problem problem) {}

  /**
   * @param light reads files only; the status is then that of the file, not asked of a hypervisor
   */
  public Profiles run(boolean light) throws InterruptedException {
    throw new UnsupportedOperationException("" + light);
  }
}
