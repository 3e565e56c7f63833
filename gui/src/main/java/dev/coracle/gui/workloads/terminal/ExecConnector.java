package dev.coracle.gui.workloads.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.techsenger.jeditermfx.core.TtyConnector;
import com.techsenger.jeditermfx.core.util.TermSize;
import dev.coracle.gui.workloads.objects.ObjectId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A command on a terminal of a container, as the emulator wants it. */
final class ExecConnector implements TtyConnector {
  /** The best shell that there is. */
  static final List<String> SHELL =
      List.of("sh", "-c", "command -v bash >/dev/null && exec bash || exec sh");

  private final String name;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecWatch watch;
  private final Reader output;

  /**
   * Returns at once; the command begins soon after.
   *
   * @param failed told why it cannot run, from any thread
   */
  ExecConnector(
      KubernetesClient client,
      ObjectId pod,
      String container,
      List<String> command,
      Failed failed) {
    this.name = pod.name() + "/" + container;
    this.watch =
        client
            .pods()
            .inNamespace(pod.namespace())
            .withName(pod.name())
            .inContainer(container)
            .redirectingInput()
            .redirectingOutput()
            .withTTY()
            .usingListener(new Listener(failed))
            .exec(command.toArray(String[]::new));
    this.output = new InputStreamReader(watch.getOutput(), UTF_8);
  }

  /** Hears why a command cannot run. */
  @FunctionalInterface
  interface Failed {
    void because(String reason);
  }

  private final class Listener implements ExecListener {
    private final Failed failed;

    Listener(Failed failed) {
      this.failed = failed;
    }

    @Override
    public void onFailure(Throwable cause, Response response) {
      ended.countDown();
      failed.because(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    @Override
    public void onClose(int code, String reason) {
      ended.countDown();
    }

    @Override
    public void onExit(int code, io.fabric8.kubernetes.api.model.Status status) {
      ended.countDown();
    }
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    return output.read(buffer, offset, length);
  }

  @Override
  public boolean ready() throws IOException {
    return output.ready();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    watch.getInput().write(bytes);
    watch.getInput().flush();
  }

  @Override
  public void write(String text) throws IOException {
    write(text.getBytes(UTF_8));
  }

  @Override
  public void resize(TermSize size) {
    watch.resize(size.getColumns(), size.getRows());
  }

  @Override
  public boolean isConnected() {
    return ended.getCount() > 0;
  }

  @Override
  public int waitFor() throws InterruptedException {
    ended.await();
    return 0;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public void close() {
    ended.countDown();
    watch.close();
  }
}
