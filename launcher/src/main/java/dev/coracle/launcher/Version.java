package dev.coracle.launcher;

/** Versions of the product; constants, since reading a file would cost every command. */
public final class Version {
  /** This build's, as in the pom. */
  public static final String CORACLE = "v0.1.0";

  /** The Kubernetes of a cluster for which no version is asked. */
  public static final String KUBERNETES = "v1.36.3";

  /** The minikube whose command line and JSON this one follows; tools look for it. */
  public static final String MINIKUBE = "v1.38.0";

  private Version() {}
}
