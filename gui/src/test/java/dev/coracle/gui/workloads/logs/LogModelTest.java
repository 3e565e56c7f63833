package dev.coracle.gui.workloads.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.LongLog;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogModelTest {
  private final ObjectId pod = new ObjectId(ObjectKind.POD, "shop", "web-1");

  @Test
  void followsWhatAContainerWrites() throws IOException, InterruptedException {
    var written = new PipedOutputStream();
    var output = new PipedInputStream(written);
    try (var log = new LogModel(() -> output, Runnable::run)) {
      written.write("one\ntwo\n".getBytes(UTF_8));
      written.flush();
      Eventually.holds(() -> assertThat(log.lines()).containsExactly(0L, 1L));
      assertThat(log.state().get()).isInstanceOf(LogModel.State.Reading.class);

      log.search("THREE");
      written.write("three\n".getBytes(UTF_8));
      written.flush();
      Eventually.holds(() -> assertThat(log.matches().get().count()).isEqualTo(1));
      assertThat(log.text(log.matchAfter(-1).orElseThrow())).isEqualTo("three");

      written.close();
      Eventually.holds(
          () -> assertThat(log.state().get()).isInstanceOf(LogModel.State.Ended.class));
    }
  }

  @Test
  void aMillionLinesAreReadAndSearchedAndAnyOfThemIsThere()
      throws IOException, InterruptedException {
    var written = new LongLog(1_000_000);
    var output = written.stream();
    try (var fx = Executors.newSingleThreadExecutor();
        var log = new LogModel(() -> output, fx)) {
      Eventually.holds(
          Duration.ofMinutes(2), () -> assertThat(log.lines().size()).isEqualTo(1_000_000));
      assertThat(log.text(0)).isEqualTo(LongLog.line(0));
      assertThat(log.text(567_890)).isEqualTo(LongLog.line(567_890));
      assertThat(log.text(999_999)).isEqualTo(LongLog.line(999_999));

      log.search(LongLog.TROUBLE);
      Eventually.holds(
          Duration.ofMinutes(2),
          () -> assertThat(log.matches().get().count()).isEqualTo(written.troubles()));
      assertThat(log.matchAfter(567_890)).hasValue(568_000);
      assertThat(log.matchBefore(567_890)).hasValue(567_000);
      assertThat(log.matchAfter(999_999)).hasValue(0);
    }
  }

  @Test
  void readsTheRunBeforeThisOne() throws InterruptedException {
    try (var api = FakeApi.start();
        var client = api.connect()) {
      api.log("web-1/web", "now\n");
      api.log("web-1/web/previous", "then\n");
      try (var now = LogModel.of(client, new LogSource(pod, "web", false), Runnable::run);
          var then = LogModel.of(client, new LogSource(pod, "web", true), Runnable::run)) {
        Eventually.holds(() -> assertThat(now.lines()).hasSize(1));
        Eventually.holds(() -> assertThat(then.lines()).hasSize(1));
        assertThat(now.text(0)).isEqualTo("now");
        assertThat(then.text(0)).isEqualTo("then");
      }
    }
  }

  @Test
  void saysWhyThereIsNone() throws InterruptedException {
    try (var api = FakeApi.start();
        var client = api.connect();
        var log = LogModel.of(client, new LogSource(pod, "web", true), Runnable::run)) {
      Eventually.holds(() ->
          assertThat(log.state().get())
              .isInstanceOfSatisfying(
                  LogModel.State.Failed.class,
                  failed -> assertThat(failed.problem().detail()).contains("waiting to start")));
    }
  }

  @Test
  void savesAllThereIsOrLeavesTheFileAsItWas(@TempDir Path directory)
      throws IOException, InterruptedException {
    var text = "a\nb\nc\n";
    try (var log =
        new LogModel(() -> new ByteArrayInputStream(text.getBytes(UTF_8)), Runnable::run)) {
      Eventually.holds(
          () -> assertThat(log.state().get()).isInstanceOf(LogModel.State.Ended.class));

      log.save(directory.resolve("web.log"));

      assertThat(directory.resolve("web.log")).hasContent(text);
      try (var files = Files.list(directory)) {
        assertThat(files).hasSize(1);
      }
      assertThatThrownBy(() -> log.save(directory.resolve("none").resolve("web.log")))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(GuiError.FILE_NOT_SAVED));
    }
  }
}
