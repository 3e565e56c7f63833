package dev.coracle.launcher.kube;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much has been read of a stream. */
final class CountedStream extends FilterInputStream {
  private final LongConsumer read;
  private long count;

  CountedStream(InputStream in, LongConsumer read) {
    super(in);
    this.read = read;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    tell(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    tell(n);
    return n;
  }

  private void tell(int more) {
    if (more > 0) {
      count += more;
      read.accept(count);
    }
  }
}
