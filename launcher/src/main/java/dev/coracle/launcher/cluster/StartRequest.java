package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * One {@code start}.
 *
 * @param name the cluster's, a DNS label
 * @param namespace of the kubeconfig context
 * @param keepContext leaves kubectl's current context as it is
 * @param embedCerts puts certificates into the kubeconfig instead of the names of their files
 * @param keepOnFailure leaves a new cluster that did not come up in place, for a look at it
 * @param force goes on after failed host checks
 * @param waitTimeout for the guest to become ready; absent: six minutes, scaled by how slow the
 *     driver says it is
 * @param templateSpaceMiB what all templates together may take on disk; none is used if 0
 */
public record StartRequest(
    String name,
    ClusterSettings settings,
    Optional<String> namespace,
    boolean keepContext,
    boolean embedCerts,
    boolean keepOnFailure,
    boolean force,
    Mode mode,
    Optional<Duration> waitTimeout,
    int templateSpaceMiB) {
  /** Of about five templates. */
  public static final int DEFAULT_TEMPLATE_SPACE_MIB = 4096;

  /** How far to go. */
  public enum Mode {
    START,
    /** Checks and decides everything, changes nothing. */
    DRY_RUN,
    /** Finds and verifies the node image only. */
    IMAGE_ONLY
  }

  /** A start with nothing asked. */
  public static StartRequest of(String name) {
    return new StartRequest(
        name,
        ClusterSettings.none(),
        Optional.empty(),
        false,
        false,
        false,
        false,
        Mode.START,
        Optional.empty(),
        DEFAULT_TEMPLATE_SPACE_MIB);
  }

  public StartRequest keepingContext() {
    return new StartRequest(
        name,
        settings,
        namespace,
        true,
        embedCerts,
        keepOnFailure,
        force,
        mode,
        waitTimeout,
        templateSpaceMiB);
  }

  public StartRequest with(ClusterSettings asked) {
    return new StartRequest(
        name,
        asked,
        namespace,
        keepContext,
        embedCerts,
        keepOnFailure,
        force,
        mode,
        waitTimeout,
        templateSpaceMiB);
  }
}
