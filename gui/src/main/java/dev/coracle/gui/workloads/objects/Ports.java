package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** TCP ports that can be forwarded. */
final class Ports {
  private Ports() {}

  static List<Integer> of(HasMetadata object) {
    return switch (object) {
      case Pod pod when pod.getSpec() != null ->
          pod.getSpec().getContainers().stream()
              .flatMap(container -> container.getPorts().stream())
              .filter(port -> isTcp(port.getProtocol()))
              .map(ContainerPort::getContainerPort)
              .distinct()
              .toList();
      case Service service when service.getSpec() != null ->
          service.getSpec().getPorts().stream()
              .filter(port -> isTcp(port.getProtocol()))
              .map(ServicePort::getPort)
              .toList();
      default -> List.of();
    };
  }

  /** Where a service's port ends in one of its pods. */
  static Optional<Integer> target(Service service, int port, Pod pod) {
    return service.getSpec().getPorts().stream()
        .filter(it -> it.getPort() == port)
        .findFirst()
        .flatMap(it -> {
          var target = it.getTargetPort();
          return target == null
              ? Optional.of(port)
              : target.getStrVal() == null
                  ? Optional.of(target.getIntVal())
                  : named(target.getStrVal(), pod);
        });
  }

  private static Optional<Integer> named(String name, Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(Container::getPorts)
        .flatMap(List::stream)
        .filter(port -> Objects.equals(port.getName(), name))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }

  private static boolean isTcp(String protocol) {
    return protocol == null || protocol.equals("TCP");
  }
}
