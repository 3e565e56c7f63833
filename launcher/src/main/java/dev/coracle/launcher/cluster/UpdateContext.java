package dev.coracle.launcher.cluster;

/** Brings the kubeconfig entry of a cluster up to date. */
public final class UpdateContext {
  /**
   * @return whether anything in the file had to change
   */
  public boolean run(String name, boolean keepContext) throws InterruptedException {
    throw new UnsupportedOperationException(name + keepContext);
  }
}
