package dev.coracle.gui.workloads.fakes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Of an object, or of a list if it has no name; of all namespaces if it has none. */
record ApiPath(String base, String namespace, String plural, String name) {
  private static final Pattern FORM =
      Pattern.compile(
          "(/api/v1|/apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?(?:/[a-z]+)?");

  static ApiPath parse(String path) {
    // A namespace itself, or all of them.
    if (path.matches("/api/v1/namespaces(/[^/]+)?")) {
      return new ApiPath(
          "/api/v1", "", "namespaces", path.replaceFirst("/api/v1/namespaces/?", ""));
    }
    var parts = FORM.matcher(path);
    if (!parts.matches()) {
      throw new IllegalArgumentException(path);
    }
    return new ApiPath(
        text(parts.group(1)), text(parts.group(2)), text(parts.group(3)), text(parts.group(4)));
  }

  static ApiPath of(HasMetadata object) {
    var version = object.getApiVersion();
    return new ApiPath(
        (version.contains("/") ? "/apis/" : "/api/") + version,
        text(object.getMetadata().getNamespace()),
        Resources.plural(object.getKind()),
        object.getMetadata().getName());
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  /** Whether an object is in this list. */
  boolean holds(ApiPath object) {
    return base.equals(object.base)
        && plural.equals(object.plural)
        && (namespace.isEmpty() || namespace.equals(object.namespace));
  }

  @Override
  public String toString() {
    return base
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + plural
        + (name.isEmpty() ? "" : "/" + name);
  }
}
