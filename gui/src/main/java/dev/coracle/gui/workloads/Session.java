package dev.coracle.gui.workloads;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;

/** While a cluster runs: who asks its API server. */
record Session(KubernetesClient client, ObjectActions actions) {
  static Session of(KubernetesClient client) {
    return new Session(client, new ObjectActions(client, InstantSource.system()));
  }
}
