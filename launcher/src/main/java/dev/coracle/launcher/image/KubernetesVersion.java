package dev.coracle.launcher.image;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code v1.36.3}, with a pre-release part if it has one. */
record KubernetesVersion(int major, int minor, int patch, String preRelease)
    implements Comparable<KubernetesVersion> {
  private static final Pattern FULL =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?:-([0-9A-Za-z.-]+))?");
  private static final Comparator<KubernetesVersion> ORDER =
      Comparator.comparingInt(KubernetesVersion::major)
          .thenComparingInt(KubernetesVersion::minor)
          .thenComparingInt(KubernetesVersion::patch)
          .thenComparing(KubernetesVersion::isStable)
          .thenComparing(KubernetesVersion::preRelease);

  static Optional<KubernetesVersion> parse(String text) {
    var match = FULL.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var pre = match.group(4);
    return Optional.of(
        new KubernetesVersion(
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)),
            Integer.parseInt(match.group(3)),
            pre == null ? "" : pre));
  }

  boolean isStable() {
    return preRelease.isEmpty();
  }

  /**
   * @param asked {@code v1.36.3}, {@code 1.36}, {@code stable} or {@code latest}
   */
  boolean matches(String asked) {
    return switch (asked) {
      case "latest" -> true;
      case "", "stable" -> isStable();
      default -> {
        var plain = asked.startsWith("v") ? asked.substring(1) : asked;
        yield plain.equals(toString().substring(1))
            || (isStable() && plain.equals(major + "." + minor));
      }
    };
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor + "." + patch + (isStable() ? "" : "-" + preRelease);
  }
}
