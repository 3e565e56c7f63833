package dev.coracle.gui.workloads.apply;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.workloads.objects.ApiFailure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/** Tries and applies manifests by the API server's own rules of who owns which field. */
final class ServerSide {
  static final String FIELD_MANAGER = "coracle";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final KubernetesClient client;

  ServerSide(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A manifest and what it would do.
   *
   * @param resourceVersion of the object that the difference was made with; absent: there was none
   */
  record Trial(Manifest manifest, Optional<String> resourceVersion, Change change) {}

  /** Changes nothing. */
  Trial dryRun(Manifest manifest, boolean force) throws InterruptedException {
    Optional<String> version = Optional.empty();
    try {
      var before = Optional.ofNullable(resource(manifest).get());
      version = before.map(it -> it.getMetadata().getResourceVersion());
      var after = patch(manifest, version, force, true);
      return new Trial(manifest, version, difference(manifest, before, after));
    } catch (KubernetesClientException e) {
      return new Trial(manifest, version, failure(manifest, e));
    }
  }

  /**
   * Applies it, unless its object has become another since the trial.
   *
   * @throws ProblemException OBJECT_CONFLICT then; else those of {@link ApiFailure}
   */
  void apply(Trial trial, boolean force) throws InterruptedException {
    ApiFailure.told(
        trial.manifest().toString(),
        () -> patch(trial.manifest(), trial.resourceVersion(), force, false));
  }

  private GenericKubernetesResource patch(
      Manifest manifest, Optional<String> version, boolean force, boolean dryRun) {
    var context = PatchContext.of(PatchType.SERVER_SIDE_APPLY);
    context.setFieldManager(FIELD_MANAGER);
    context.setForce(force);
    context.setFieldValidation("Strict");
    if (dryRun) {
      context.setDryRun(List.of("All"));
    }
    var content = version.map(manifest::held).orElse(manifest.content());
    return resource(manifest)
        .patch(context, SERIALIZATION.convertValue(content, GenericKubernetesResource.class));
  }

  private Resource<GenericKubernetesResource> resource(Manifest manifest) {
    return client
        .genericKubernetesResources(manifest.apiVersion(), manifest.kind())
        .inNamespace(manifest.namespace())
        .withName(manifest.name());
  }

  private static Change difference(
      Manifest manifest,
      Optional<GenericKubernetesResource> before,
      GenericKubernetesResource after) {
    var lines = DiffLine.between(before.map(ServerSide::text).orElse(""), text(after));
    if (before.isEmpty()) {
      return new Change.Created(manifest.toString(), lines);
    }
    return lines.isEmpty()
        ? new Change.Unchanged(manifest.toString())
        : new Change.Changed(manifest.toString(), lines);
  }

  /** Without what is not for people to decide. */
  private static String text(GenericKubernetesResource object) {
    var content = SERIALIZATION.clone(object);
    content.getAdditionalProperties().remove("status");
    var metadata = content.getMetadata();
    metadata.setManagedFields(null);
    metadata.setResourceVersion(null);
    metadata.setGeneration(null);
    metadata.setUid(null);
    metadata.setCreationTimestamp(null);
    return SERIALIZATION.asYaml(content);
  }

  private static Change failure(Manifest manifest, KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    var claims =
        details == null
            ? List.<Change.Claim>of()
            : details.getCauses().stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(ServerSide::claim)
                .toList();
    if (!claims.isEmpty()) {
      return new Change.Conflicting(manifest.toString(), claims);
    }
    boolean namespaceMissing =
        e.getCode() == 404 && details != null && "namespaces".equals(details.getKind());
    return namespaceMissing
        ? new Change.NotTried(manifest.toString())
        : new Change.Refused(
            manifest.toString(), ApiFailure.problem(manifest.toString(), e).problem());
  }

  private static Change.Claim claim(StatusCause cause) {
    return new Change.Claim(cause.getField(), cause.getMessage());
  }
}
