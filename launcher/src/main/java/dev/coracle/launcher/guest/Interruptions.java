package dev.coracle.launcher.guest;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/** sshj wraps an interruption of the thread in its own exceptions; callers want it as it is. */
final class Interruptions {
  private Interruptions() {}

  static void rethrow(Throwable thrown) throws InterruptedException {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (isInterruption(cause) || Thread.currentThread().isInterrupted()) {
        Thread.interrupted();
        var exception = new InterruptedException();
        exception.initCause(thrown);
        throw exception;
      }
    }
  }

  private static boolean isInterruption(Throwable cause) {
    return switch (cause) {
      case InterruptedException _ -> true;
      case SocketTimeoutException _ -> false;
      default -> cause instanceof InterruptedIOException;
    };
  }
}
