package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/** The pod, and its port, at which what was asked for is reached. */
public record ForwardTarget(ObjectId pod, int port) {
  /** Of a service it is a pod that is ready; empty if there is none. */
  public static Optional<ForwardTarget> of(ObjectId object, int port, LiveObjects live) {
    return live.find(object)
        .flatMap(it ->
            it instanceof Service service
                ? ofService(service, port, live)
                : Optional.of(new ForwardTarget(object, port)));
  }

  private static Optional<ForwardTarget> ofService(Service service, int port, LiveObjects live) {
    return new Links(live)
        .selected(service)
        .filter(pod -> isReady(pod))
        .findFirst()
        .flatMap(pod ->
            Ports.target(service, port, pod)
                .map(target -> new ForwardTarget(ObjectId.of(ObjectKind.POD, pod), target)));
  }

  private static boolean isReady(Pod pod) {
    return PodStatus.of(pod).health() == Row.Health.GOOD;
  }
}
