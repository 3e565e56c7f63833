package dev.coracle.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedTest {
  @TempDir private Path directory;

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void interruptionDoesNotReachTheWorkAndIsNotLost() throws Exception {
    Path file = directory.resolve("file");
    Thread wanting = Thread.currentThread();
    Uninterrupted.run(() -> {
      try (var channel = Files.newByteChannel(Files.createFile(file))) {
        wanting.interrupt();
        channel.size();
      }
    });
    assertThat(file).exists();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void workIsDoneForAThreadThatIsInterruptedAlready() throws Exception {
    Thread.currentThread().interrupt();
    Uninterrupted.run(() -> Files.writeString(directory.resolve("file"), "whole"));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(directory.resolve("file")).hasContent("whole");
  }

  @Test
  void failureOfTheWorkIsThrownAsItIs() {
    assertThatThrownBy(() ->
            Uninterrupted.run(() -> {
              throw new IOException("no space");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space");
  }
}
