package dev.coracle.launcher.guest;

import java.time.Duration;

/** Opens shells to guests. */
public interface GuestConnector {
  /**
   * Connects and logs in, trying again until the guest answers or the time is up.
   *
   * @throws dev.coracle.errors.ProblemException GUEST_UNREACHABLE if nothing answered in time,
   *     GUEST_HOST_KEY_CHANGED if something else than the guest did, GUEST_LOGIN_REFUSED
   */
  GuestShell connect(GuestAddress guest, Duration timeout) throws InterruptedException;
}
