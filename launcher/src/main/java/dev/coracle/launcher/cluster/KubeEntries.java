package dev.coracle.launcher.cluster;

import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kubeconfig.KubeEntry;
import dev.coracle.launcher.store.ClusterFolder;

/** What the kubeconfig holds of a cluster. */
final class KubeEntries {
  private KubeEntries() {}

  static KubeEntry of(ClusterRecord cluster, ClusterFolder folder) {
    var identity = new IdentityFiles(folder.pki());
    return new KubeEntry(
        cluster.config().name(),
        cluster.config().server(),
        new KubeEntry.Credentials(
            identity.rootCert(), identity.adminCert(), identity.adminKey(), cluster.embedCerts()),
        cluster.namespace());
  }
}
