package dev.coracle.launcher.cluster;

/** Which cluster commands mean when they are not told. */
public final class SelectProfile {
  /** The selected name, else {@code coracle}. */
  public String current() {
    throw new UnsupportedOperationException();
  }

  /** Selects an existing cluster, or {@code coracle} whether it exists or not. */
  public void select(String name) {
    throw new UnsupportedOperationException(name);
  }
}
