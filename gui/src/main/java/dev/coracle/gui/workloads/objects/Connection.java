package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an API server again and again whether it is there, which watches do not tell. */
final class Connection implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** A server that is there answers this at once; one whose machine stands still never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The least code of an answer that somebody gives in the server's place. */
  private static final int SERVER_ERROR = 500;

  private final KubernetesClient client;
  private final Told told;
  private final Thread thread;

  /** Hears each answer, from a thread of this. */
  @FunctionalInterface
  interface Told {
    void whether(boolean answers);
  }

  Connection(KubernetesClient client, Told told) {
    this.client = client;
    this.told = told;
    thread = Thread.ofVirtual().name("connection").start(this::loop);
  }

  private void loop() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        told.whether(answers());
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  private boolean answers() throws InterruptedException {
    var answer = new CompletableFuture<Boolean>();
    var asking = Thread.ofVirtual().start(() -> answer.complete(ask()));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } finally {
      asking.interrupt();
    }
  }

  private boolean ask() {
    try {
      client.raw("/version");
      return true;
    } catch (KubernetesClientException e) {
      // Also who refuses is there.
      return e.getCode() > 0 && e.getCode() < SERVER_ERROR;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
