package dev.coracle.vm.qemu;

import java.time.Duration;

/**
 * How long the parts may take.
 *
 * @param answer of QEMU to a command
 * @param boot of QEMU until it has detached itself
 * @param network of the network process until it serves
 * @param freeMemory for a guest to begin to tell which of its memory is free
 * @param quit from telling QEMU to end until it has written everything and is gone
 */
record Limits(
    Duration answer, Duration boot, Duration network, Duration freeMemory, Duration quit) {
  /**
   * Of an answer to who does not know the accelerator, which costs more to find out than to ask.
   */
  static final Duration LONGEST_ANSWER = with(Accelerator.TCG).answer();

  static Limits with(Accelerator accelerator) {
    return new Limits(
        accelerator.scale(Duration.ofSeconds(5)),
        accelerator.scale(Duration.ofSeconds(15)),
        Duration.ofSeconds(15),
        accelerator.scale(Duration.ofMillis(150)),
        accelerator.scale(Duration.ofSeconds(10)));
  }
}
