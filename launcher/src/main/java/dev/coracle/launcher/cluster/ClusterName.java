package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.util.regex.Pattern;

/** The rule for names of clusters: a DNS label, for it is the name of the node too. */
final class ClusterName {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private ClusterName() {}

  static String checked(String name) {
    if (!DNS_LABEL.matcher(name).matches()) {
      throw new ProblemException(
          LauncherError.CLUSTER_NAME_INVALID, "\"" + name + "\" cannot be the name of a cluster.");
    }
    return name;
  }
}
