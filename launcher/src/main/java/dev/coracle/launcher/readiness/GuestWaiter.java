package dev.coracle.launcher.readiness;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Waits until a guest is ready, and no longer than it can become so. */
public final class GuestWaiter {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration ASK_HYPERVISOR = Duration.ofSeconds(1);

  /** What the guest's host knows of it. */
  public interface Guest {
    /** Whether its VM runs, as the hypervisor says. */
    boolean runs() throws InterruptedException;

    /** Whether it proves from outside that it is ready, after it has said so. */
    boolean provesReady() throws InterruptedException;
  }

  /** Told of what happens, in order. */
  public interface Listener {
    void reached(Requirement requirement, Duration guestTime);

    /** A component failed; the guest tries it again. */
    void failed(String component, String reason);

    /** Told about once a second. */
    void waiting(Requirement requirement, Duration elapsed);
  }

  /**
   * How long to wait.
   *
   * @param total for all of it
   * @param slowness how many times slower than in hardware the guest runs; scales the patience for
   *     each requirement
   */
  public record Limits(Duration total, int slowness) {}

  private final Path console;
  private final Guest guest;
  private final Listener listener;
  private final Limits limits;

  public GuestWaiter(Path console, Guest guest, Listener listener, Limits limits) {
    this.console = console;
    this.guest = guest;
    this.listener = listener;
    this.limits = limits;
  }

  /**
   * Returns when the guest has said and proved that it is ready.
   *
   * @throws ProblemException {@code GUEST_COMPONENT_FAILED} as soon as one has failed too often,
   *     {@code GUEST_STOPPED} if the VM ends, {@code GUEST_NOT_READY}
   */
  public void await() throws InterruptedException {
    await(new GuestProgress());
  }

  /** The same for a guest that was ready when it was last seen, which its console need not tell. */
  public void awaitProof() throws InterruptedException {
    var progress = new GuestProgress();
    progress.add(new Marker.Phase(Duration.ZERO, Requirement.READY));
    await(progress);
  }

  private void await(GuestProgress progress) throws InterruptedException {
    var tail = new ConsoleTail(console);
    var begin = System.nanoTime();
    var lastProgress = begin;
    var lastAsked = begin;
    var lastTold = begin;
    while (true) {
      boolean further = read(tail, progress);
      var now = System.nanoTime();
      lastProgress = further ? now : lastProgress;
      progress.fatal().ifPresent(GuestWaiter::fail);
      var missing = progress.missing();
      if (missing.isEmpty() && guest.provesReady()) {
        return;
      }
      if (since(lastAsked, now).compareTo(ASK_HYPERVISOR) >= 0) {
        if (!guest.runs()) {
          read(tail, progress);
          progress.lastFailure().ifPresent(GuestWaiter::fail);
          throw new ProblemException(
              LauncherError.GUEST_STOPPED, "The VM stopped while waiting for " + waiting(missing));
        }
        lastAsked = now;
      }
      if (since(lastTold, now).compareTo(Duration.ofSeconds(1)) >= 0) {
        listener.waiting(missing.orElse(Requirement.ALL.getLast()), since(begin, now));
        lastTold = now;
      }
      checkPatience(progress, missing, since(begin, now), since(lastProgress, now));
      Thread.sleep(POLL);
    }
  }

  private boolean read(ConsoleTail tail, GuestProgress progress) {
    boolean further = false;
    try {
      for (var line : tail.lines()) {
        var marker = Marker.parse(line);
        marker.ifPresent(progress::add);
        marker.ifPresent(this::tell);
        further |= marker.orElse(null) instanceof Marker.Phase;
      }
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, console + " could not be read: " + e, e);
    }
    return further;
  }

  private void tell(Marker marker) {
    switch (marker) {
      case Marker.Phase phase -> {
        for (var requirement : Requirement.ALL) {
          if (requirement.phase().equals(phase.name())) {
            listener.reached(requirement, phase.at());
          }
        }
      }
      case Marker.Failed failed -> listener.failed(failed.component(), failed.reason());
      case Marker.PowerOff _ -> {}
    }
  }

  private void checkPatience(
      GuestProgress progress, Optional<Requirement> missing, Duration elapsed, Duration still) {
    var requirement = missing.orElse(Requirement.ALL.getLast());
    if (elapsed.compareTo(limits.total()) > 0
        || still.compareTo(requirement.patience().multipliedBy(limits.slowness())) > 0) {
      throw new ProblemException(
          LauncherError.GUEST_NOT_READY,
          "After "
              + elapsed.toSeconds()
              + " s the cluster still waits for "
              + waiting(missing)
              + " "
              + progress
                  .lastFailure()
                  .map(failed -> "In the node, " + reason(failed))
                  .orElse(requirement.hint()));
    }
  }

  private static String waiting(Optional<Requirement> missing) {
    return missing.map(Requirement::waiting).orElse("its endpoints to answer") + ".";
  }

  private static void fail(Marker.Failed failed) {
    throw new ProblemException(
        LauncherError.GUEST_COMPONENT_FAILED, "In the node, " + reason(failed));
  }

  private static String reason(Marker.Failed failed) {
    return failed.component() + " failed: " + failed.reason() + ".";
  }

  private static Duration since(long then, long now) {
    return Duration.ofNanos(now - then);
  }
}
