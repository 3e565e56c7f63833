package dev.coracle.gui.workloads.logs;

import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;

/**
 * Which log is read.
 *
 * @param previous of the container's run before this one
 */
public record LogSource(ObjectId pod, String container, boolean previous) {
  /**
   * The log from its beginning; it goes on for as long as the container writes, or the pod is
   * there.
   */
  InputStream open(KubernetesClient client) {
    var log =
        client.pods().inNamespace(pod.namespace()).withName(pod.name()).inContainer(container);
    return previous
        ? log.terminated().getLogInputStream()
        : log.withReadyWaitTimeout(0).watchLog().getOutput();
  }
}
