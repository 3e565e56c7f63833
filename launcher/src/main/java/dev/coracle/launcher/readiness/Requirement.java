package dev.coracle.launcher.readiness;

import java.time.Duration;
import java.util.List;

/**
 * A phase that a guest goes through on its way up (docs/guest.md).
 *
 * @param phase the marker that tells of it
 * @param waiting what to say until it comes
 * @param reached what to say when it came
 * @param patience how long it may take after the one before, on a host that virtualizes in hardware
 * @param hint what to look at if it does not come
 */
public record Requirement(
    String phase, String waiting, String reached, Duration patience, String hint) {

  /** The last phase: all others hold. */
  public static final String READY = "ready";

  /** All phases in their usual order. */
  public static final List<Requirement> ALL =
      List.of(
          new Requirement(
              "init",
              "the kernel",
              "The kernel runs",
              seconds(20),
              "Does the VM get any CPU time?"),
          new Requirement(
              "network",
              "the node's network",
              "The node's network is up",
              seconds(10),
              "The node cannot set up its data disk or network."),
          new Requirement(
              "localkube",
              "the node's processes",
              "The node's processes run",
              seconds(10),
              "The node cannot load what it runs."),
          new Requirement(
              "containerd",
              "containerd",
              "containerd answers",
              seconds(20),
              "containerd does not start; is the data disk full?"),
          new Requirement(
              "etcd",
              "etcd",
              "etcd answers",
              seconds(20),
              "etcd does not start; is the disk slow?"),
          new Requirement(
              "serving",
              "the API server",
              "The API server serves",
              seconds(30),
              "The API server does not start; is an --extra-config flag wrong?"),
          new Requirement(
              "apiserver",
              "the API server's readiness",
              "The API server is ready",
              seconds(30),
              "The API server serves, but one of its checks fails."),
          new Requirement(
              "node",
              "the node",
              "The node is Ready",
              seconds(30),
              "The kubelet does not report; is an --extra-config flag wrong?"),
          new Requirement(
              "dns",
              "cluster DNS",
              "Cluster DNS answers",
              seconds(30),
              "Names of services do not resolve in the node."),
          new Requirement(
              "serviceaccount",
              "the default service account",
              "The default service account exists",
              seconds(30),
              "The controller manager does not make service accounts."),
          new Requirement(
              READY, "the last checks", "Kubernetes is ready", seconds(30), "One check fails."));

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
