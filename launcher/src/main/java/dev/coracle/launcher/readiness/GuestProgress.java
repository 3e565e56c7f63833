package dev.coracle.launcher.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far a guest is in its present boot, by the markers so far. Not thread-safe. */
final class GuestProgress {
  private final Map<String, Marker.Phase> reached = new HashMap<>();
  private Optional<Marker.Failed> failure = Optional.empty();

  void add(Marker marker) {
    switch (marker) {
      case Marker.Phase phase -> {
        if (phase.name().equals("init") || phase.name().equals("localkube")) {
          startAnew(phase.name());
        }
        reached.put(phase.name(), phase);
      }
      case Marker.Failed failed -> failure = Optional.of(failed);
      case Marker.PowerOff _ -> startAnew("init");
    }
  }

  /** The processes started again in the same boot, or the whole guest did. */
  private void startAnew(String phase) {
    failure = Optional.empty();
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
  Optional<Marker.Failed> failure() {
    return failure;
  }

  /** The first requirement that does not hold yet; empty when all do. */
  Optional<Requirement> missing() {
    if (reached.containsKey(Requirement.READY)) {
      return Optional.empty();
    }
    return Requirement.ALL.stream().filter(requirement -> !has(requirement)).findFirst();
  }
}
