package dev.coracle.launcher.kube;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A cluster's endpoints, asked as its administrator. Thread-safe. */
public final class ClusterApi implements AutoCloseable {
  /**
   * @throws dev.coracle.errors.ProblemException API_REFUSED if the files are unreadable
   */
  public ClusterApi(ApiCredentials credentials) {
    throw new UnsupportedOperationException(credentials.toString());
  }

  /**
   * Asks the API server whether it is ready.
   *
   * @return false if it answers that it is not
   * @throws dev.coracle.errors.ProblemException API_UNREACHABLE, API_TIMEOUT, API_REFUSED
   */
  public boolean ready(InetSocketAddress apiServer, Duration timeout) throws InterruptedException {
    throw new UnsupportedOperationException(apiServer + " " + timeout);
  }

  /**
   * Asks the node for the state of its components.
   *
   * @throws dev.coracle.errors.ProblemException API_UNREACHABLE, API_TIMEOUT, API_REFUSED,
   *     API_ANSWER_INVALID
   */
  public NodeStatus status(InetSocketAddress endpoint, Duration timeout)
      throws InterruptedException {
    throw new UnsupportedOperationException(endpoint + " " + timeout);
  }

  @Override
  public void close() {}
}
