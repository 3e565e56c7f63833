package dev.coracle.addons;

/**
 * The name of an image in its two parts.
 *
 * @param registry empty for the one that a node takes without it
 */
public record ImageName(String registry, String image) {
  /** As container runtimes read it: what has a dot or a port before the first slash is a host. */
  public static ImageName of(String text) {
    int slash = text.indexOf('/');
    var first = slash < 0 ? "" : text.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? new ImageName(first, text.substring(slash + 1))
        : new ImageName("", text);
  }

  @Override
  public String toString() {
    return registry.isEmpty() ? image : registry + "/" + image;
  }
}
