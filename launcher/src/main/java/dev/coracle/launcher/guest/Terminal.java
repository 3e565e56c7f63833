package dev.coracle.launcher.guest;

import java.util.List;

/** A session of the user's terminal with a guest. */
public final class Terminal {
  private Terminal() {}

  /**
   * Hands this process's terminal to a shell of the guest, or to a command if one is given, until
   * it ends. A command's words are joined by spaces, as ssh does.
   *
   * @return the exit code of the shell or command
   * @throws dev.coracle.errors.ProblemException as {@link GuestConnector#connect}
   */
  public static int run(GuestAddress guest, List<String> command) throws InterruptedException {
    throw new UnsupportedOperationException(guest + " " + command);
  }
}
