package dev.coracle.launcher.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far a guest is in its present boot, by the markers so far. Not thread-safe. */
final class GuestProgress {
  /** A component is tried again with growing pauses; one that fails so often will go on failing. */
  private static final int ATTEMPTS = 3;

  private final Map<String, Marker.Phase> reached = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private Optional<Marker.Failed> lastFailure = Optional.empty();

  void add(Marker marker) {
    switch (marker) {
      case Marker.Phase phase -> {
        if (phase.name().equals("init") || phase.name().equals("localkube")) {
          startAnew(phase.name());
        }
        reached.put(phase.name(), phase);
      }
      case Marker.Failed failed -> {
        failures.merge(failed.component(), 1, Integer::sum);
        lastFailure = Optional.of(failed);
      }
      case Marker.PowerOff _ -> startAnew("init");
    }
  }

  /** The processes started again in the same boot, or the whole guest did. */
  private void startAnew(String phase) {
    if (phase.equals("init")) {
      failures.clear();
      lastFailure = Optional.empty();
    }
    boolean forget = false;
    for (var requirement : Requirement.ALL) {
      forget |= requirement.phase().equals(phase);
      if (forget) {
        reached.remove(requirement.phase());
      }
    }
  }

  boolean has(Requirement requirement) {
    return reached.containsKey(requirement.phase());
  }

  /** Why it cannot become ready. */
  Optional<Marker.Failed> fatal() {
    return lastFailure.filter(it -> failures.getOrDefault(it.component(), 0) >= ATTEMPTS);
  }

  /** What failed last in this boot, for good or not. */
  Optional<Marker.Failed> lastFailure() {
    return lastFailure;
  }

  /** The first requirement that does not hold yet; empty when all do. */
  Optional<Requirement> missing() {
    if (reached.containsKey(Requirement.READY)) {
      return Optional.empty();
    }
    return Requirement.ALL.stream().filter(requirement -> !has(requirement)).findFirst();
  }
}
