package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One cluster as it is now. The values' texts are minikube's.
 *
 * @param components of the node, as it tells them; empty when it does not answer
 * @param timeToStop until a stop that is scheduled
 */
public record ClusterStatus(
    String name,
    State host,
    State kubelet,
    State apiServer,
    State kubeconfig,
    String kubernetesVersion,
    List<Component> components,
    Optional<Duration> timeToStop) {

  /** minikube's words. */
  public enum State {
    RUNNING("Running"),
    STARTING("Starting"),
    STOPPED("Stopped"),
    STOPPING("Stopping"),
    PAUSED("Paused"),
    SAVED("Saved"),
    ERROR("Error"),
    NONEXISTENT("Nonexistent"),
    MISCONFIGURED("Misconfigured"),
    CONFIGURED("Configured");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As minikube writes it. */
    public String word() {
      return word;
    }
  }

  /** One component of the node. */
  public record Component(String name, String state, String detail) {}

  /** minikube's bits: 1 host, 2 API server or kubelet, 4 kubeconfig not right. */
  public int exitCode() {
    boolean control = apiServer == State.RUNNING && kubelet == State.RUNNING;
    return (host == State.RUNNING ? 0 : 1)
        + (control ? 0 : 2)
        + (kubeconfig == State.CONFIGURED ? 0 : 4);
  }
}
