package dev.coracle.gui.workloads.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void whatIsAskedForManyTimesIsDoneOnceAndAgainForWhatCameMeanwhile() throws InterruptedException {
    var times = new AtomicInteger();
    var first = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var second = new CountDownLatch(2);
    try (var pace =
        new Pace(
            "test",
            Duration.ZERO,
            () -> {
              times.incrementAndGet();
              first.countDown();
              second.countDown();
              goOn.await();
            })) {
      pace.request();
      first.await();
      for (int i = 0; i < 1000; i++) {
        pace.request();
      }
      goOn.countDown();
      second.await();
      Thread.sleep(50);

      assertThat(times).hasValue(2);
    }
  }
}
