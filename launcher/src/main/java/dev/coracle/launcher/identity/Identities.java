package dev.coracle.launcher.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Makes, renews and reads the keys and certificates of this user's clusters. */
public final class Identities {
  /**
   * @param caDirectory the user's serving CA; made when first needed
   */
  public Identities(Path caDirectory, InstantSource clock) {
    throw new UnsupportedOperationException(caDirectory + " " + clock);
  }

  /**
   * Returns the identity of a cluster: what is in its directory, with what is missing made and what
   * nears its end or does not fit the names any more renewed. Idempotent; one caller per directory
   * at a time.
   *
   * @param adminLife how long a new client certificate of the administrator is valid
   * @throws dev.coracle.errors.ProblemException IDENTITY_BROKEN, FILE_WRITE_FAILED
   */
  public ClusterIdentity ensure(Path directory, ServingNames names, Duration adminLife) {
    throw new UnsupportedOperationException(directory + " " + names + adminLife);
  }
}
