package dev.coracle.gui.workloads.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.techsenger.jeditermfx.core.TtyConnector;
import com.techsenger.jeditermfx.core.util.TermSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.concurrent.CountDownLatch;

/** What programs wrote to a terminal of 24 lines and 80 columns, in place of a container. */
final class Recording implements TtyConnector {
  private final CountDownLatch read = new CountDownLatch(1);
  private final Reader output;

  Recording(String name) {
    output =
        new InputStreamReader(
            requireNonNull(Recording.class.getResourceAsStream(name), name), UTF_8);
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = output.read(buffer, offset, length);
    if (count < 0) {
      read.countDown();
    }
    return count;
  }

  @Override
  public boolean ready() throws IOException {
    return output.ready();
  }

  @Override
  public void write(byte[] bytes) {}

  @Override
  public void write(String text) {}

  @Override
  public void resize(TermSize size) {}

  @Override
  public boolean isConnected() {
    return read.getCount() > 0;
  }

  @Override
  public int waitFor() throws InterruptedException {
    read.await();
    return 0;
  }

  @Override
  public String getName() {
    return "recording";
  }

  @Override
  public void close() {
    read.countDown();
  }
}
