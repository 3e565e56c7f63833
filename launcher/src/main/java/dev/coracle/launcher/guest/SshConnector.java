package dev.coracle.launcher.guest;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.userauth.UserAuthException;

/** Shells over SSH, in this process. */
public final class SshConnector implements GuestConnector {
  private static final Duration PAUSE = Duration.ofMillis(200);

  static {
    // the JDK has all that OpenSSH asks for, and loading Bouncy Castle would double the time
    SecurityUtils.setRegisterBouncyCastle(false);
  }

  @Override
  public GuestShell connect(GuestAddress guest, Duration timeout) throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      try {
        return new SshShell(login(guest, left), guest);
      } catch (IOException e) {
        Interruptions.rethrow(e);
        requireWorthTryingAgain(guest, e);
        if (left.compareTo(PAUSE) < 0) {
          throw new ProblemException(
              LauncherError.GUEST_UNREACHABLE,
              "no SSH server answered at %s within %d s: %s"
                  .formatted(guest.address(), timeout.toSeconds(), e.getMessage()),
              e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static SSHClient login(GuestAddress guest, Duration left) throws IOException {
    var client = new SSHClient(new DefaultConfig());
    try {
      var millis = Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE);
      client.addHostKeyVerifier(new PinnedHostKey(guest));
      client.setConnectTimeout(millis);
      client.setTimeout(millis);
      client.getTransport().setTimeoutMs(millis);
      client.connect(guest.address().getAddress(), guest.address().getPort());
      client.authPublickey(guest.user(), client.loadKeys(guest.key().toString()));
      client.setTimeout(0);
      return client;
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** A guest that boots refuses connections or drops them; a wrong key stays wrong. */
  private static void requireWorthTryingAgain(GuestAddress guest, IOException e) {
    if (e instanceof SSHException ssh
        && ssh.getDisconnectReason() == DisconnectReason.HOST_KEY_NOT_VERIFIABLE) {
      throw new ProblemException(
          LauncherError.GUEST_HOST_KEY_CHANGED,
          "the SSH server at %s does not have this cluster's key".formatted(guest.address()),
          e);
    }
    if (e instanceof UserAuthException) {
      throw new ProblemException(
          LauncherError.GUEST_LOGIN_REFUSED,
          "the guest at %s refuses the key %s".formatted(guest.address(), guest.key()),
          e);
    }
  }
}
