package dev.coracle.launcher.kubeconfig;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a kubeconfig holds of one cluster; cluster, user and context all have its name.
 *
 * @param namespace of the context; without it a context keeps the one it has
 */
public record KubeEntry(
    String name, URI server, Credentials credentials, Optional<String> namespace) {

  /**
   * PEM files.
   *
   * @param embedded whether the kubeconfig holds the files' contents instead of their paths
   */
  public record Credentials(
      Path certificateAuthority, Path clientCertificate, Path clientKey, boolean embedded) {}
}
