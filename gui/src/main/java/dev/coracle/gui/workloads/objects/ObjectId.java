package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One object of a cluster, whichever of its lives. */
public record ObjectId(ObjectKind kind, String namespace, String name) {
  static ObjectId of(ObjectKind kind, HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    return new ObjectId(kind, namespace == null ? "" : namespace, object.getMetadata().getName());
  }

  /** As kubectl names it: {@code deployment/web}. */
  public String kubectl() {
    return kind.kubectlName() + "/" + name;
  }

  @Override
  public String toString() {
    return kubectl();
  }
}
