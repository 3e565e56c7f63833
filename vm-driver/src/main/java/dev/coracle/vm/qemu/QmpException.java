package dev.coracle.vm.qemu;

import java.io.IOException;
import java.io.Serial;

/** QEMU refused a command, or did not answer in time. */
final class QmpException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  QmpException(String message) {
    super(message);
  }
}
