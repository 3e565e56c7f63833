package dev.coracle.gui.workloads;

import java.time.Duration;
import java.time.Instant;

/** How old something is, as kubectl writes it. */
final class Age {
  private Age() {}

  /** Empty if nobody knows since when. */
  static String text(Instant since, Instant now) {
    if (since.equals(Instant.EPOCH)) {
      return "";
    }
    var age = Duration.between(since, now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toMinutes() < 2) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 10) {
      return age.toMinutes() + "m" + (age.toSecondsPart() == 0 ? "" : age.toSecondsPart() + "s");
    }
    if (age.toHours() < 3) {
      return age.toMinutes() + "m";
    }
    if (age.toHours() < 48) {
      return age.toHours() + "h";
    }
    return age.toDays() < 730 ? age.toDays() + "d" : age.toDays() / 365 + "y";
  }
}
