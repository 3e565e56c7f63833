package dev.coracle.launcher.kube;

/**
 * An image that a node has.
 *
 * @param name in full, with its registry and tag
 * @param digest of its manifest
 * @param bytes compressed, as it came; 0 if the node does not tell
 */
public record NodeImage(String name, String digest, long bytes) {
  /** Without the tag. */
  public String repository() {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }

  /** Empty if the name has none. */
  public String tag() {
    var repository = repository();
    return repository.equals(name) ? "" : name.substring(repository.length() + 1);
  }
}
