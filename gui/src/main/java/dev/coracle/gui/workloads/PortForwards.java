package dev.coracle.gui.workloads;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.objects.ForwardTarget;
import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Ports of pods that are reached at this computer's loopback address. The list belongs to the FX
 * thread.
 */
final class PortForwards implements AutoCloseable {
  private final Executor fx;
  private final ObservableList<Forward> forwards = FXCollections.observableArrayList();
  private final ObservableList<Forward> view = FXCollections.unmodifiableObservableList(forwards);

  /**
   * One that is open.
   *
   * @param object what a person chose: a pod, or a service, of which one pod is reached
   */
  record Forward(ObjectId object, int remotePort, LocalPortForward local) {
    int localPort() {
      return local.getLocalPort();
    }
  }

  PortForwards(Executor fx) {
    this.fx = fx;
  }

  ObservableList<Forward> list() {
    return view;
  }

  /**
   * Opens one; blocks.
   *
   * @param localPort 0: any that is free
   * @throws ProblemException PORT_FORWARD_FAILED
   */
  Forward open(
      KubernetesClient client,
      ObjectId object,
      ForwardTarget target,
      int remotePort,
      int localPort) {
    try {
      var local =
          client
              .pods()
              .inNamespace(target.pod().namespace())
              .withName(target.pod().name())
              .portForward(target.port(), InetAddress.getLoopbackAddress(), localPort);
      var forward = new Forward(object, remotePort, local);
      fx.execute(() -> forwards.add(forward));
      return forward;
    } catch (KubernetesClientException | IllegalStateException e) {
      throw new ProblemException(
          GuiError.PORT_FORWARD_FAILED,
          "Local port %d cannot lead to port %d of %s: %s"
              .formatted(localPort, remotePort, object, rootMessage(e)),
          e);
    }
  }

  static ProblemException noPod(ObjectId object, int port) {
    return new ProblemException(
        GuiError.PORT_FORWARD_FAILED, "No pod of " + object + " is ready for port " + port + ".");
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Ends one and the connections that it carries. */
  void stop(Forward forward) {
    forwards.remove(forward);
    Thread.ofVirtual().start(() -> close(forward));
  }

  private static void close(Forward forward) {
    try {
      forward.local().close();
    } catch (IOException e) {
      // It is closed as far as this side can.
      return;
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    for (var forward : forwards.toArray(Forward[]::new)) {
      stop(forward);
    }
  }
}
