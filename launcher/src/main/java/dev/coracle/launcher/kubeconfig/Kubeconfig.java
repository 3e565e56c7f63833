package dev.coracle.launcher.kubeconfig;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user's kubeconfig: one file, or several that kubectl reads as one. A change touches the bytes
 * of the entries it is about and no others, is all or nothing, and waits for kubectl's lock.
 *
 * <p>Every method throws a {@link dev.coracle.errors.ProblemException} with KUBECONFIG_INVALID for
 * a file that is broken or written in a way that can't be changed safely, and those that change it
 * KUBECONFIG_LOCKED and KUBECONFIG_NOT_WRITABLE; then nothing was changed.
 */
public final class Kubeconfig {
  private Kubeconfig() {}

  /** The files that kubectl would use: KUBECONFIG, or {@code .kube/config} in the user's home. */
  public static Kubeconfig of(Map<String, String> environment, Path userHome) {
    throw new UnsupportedOperationException(environment + " " + userHome);
  }

  /** All files, whether they exist or not, in the order in which they are read. */
  public List<Path> files() {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds the cluster's entries, or brings those of that name up to date, keeping fields of theirs
   * that are not ours.
   *
   * @return whether anything changed
   */
  public boolean merge(KubeEntry entry, boolean makeCurrent) throws InterruptedException {
    throw new UnsupportedOperationException(entry + " " + makeCurrent);
  }

  /**
   * Removes cluster, user and context of this name, and the current context if it was this one.
   *
   * @return whether anything changed
   */
  public boolean remove(String name) throws InterruptedException {
    throw new UnsupportedOperationException(name);
  }

  /** Whether a merge of this entry would change nothing. */
  public boolean holds(KubeEntry entry) {
    throw new UnsupportedOperationException(entry.name());
  }

  /** Where the cluster of this name is said to be. */
  public Optional<URI> server(String name) {
    throw new UnsupportedOperationException(name);
  }

  public Optional<String> currentContext() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a context current, or none if empty.
   *
   * @return whether anything changed
   */
  public boolean use(Optional<String> context) throws InterruptedException {
    throw new UnsupportedOperationException(context.toString());
  }
}
