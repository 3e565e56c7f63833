package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import java.time.Duration;

/** What a use case tells while it works. Events come one at a time, in order. */
public sealed interface ClusterEvent {
  /** A step begins; steps only go forward. */
  record Step(StartStep step, String message) implements ClusterEvent {}

  /** The guest reached a phase, {@code guestTime} after its kernel started. */
  record GuestPhase(String phase, Duration guestTime, String message) implements ClusterEvent {}

  /** Still waiting; told about once a second. */
  record Waiting(String what, Duration elapsed) implements ClusterEvent {}

  /** Work on something whose size is known; the last one has {@code done == total}. */
  record Progress(String artifact, long done, long total) implements ClusterEvent {}

  record Info(String message) implements ClusterEvent {}

  record Warning(Problem problem) implements ClusterEvent {}

  /** What one piece of work cost; pieces may overlap. */
  record Timing(String what, Duration begin, Duration cost) implements ClusterEvent {}

  /** The last event of what went well. */
  record Done(String message, Duration elapsed) implements ClusterEvent {}
}
