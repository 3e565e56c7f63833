package dev.coracle.gui.workloads.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogStoreTest {
  @Test
  void anyLineIsReadAsItWasWritten() throws IOException {
    try (var store = new LogStore(10, 100)) {
      read(store, lines(0, 55) + "the last one, not ended: ü");

      assertThat(store.end()).isEqualTo(56);
      assertThat(store.line(0)).isEqualTo("line 0");
      assertThat(store.line(37)).isEqualTo("line 37");
      assertThat(store.line(55)).isEqualTo("the last one, not ended: ü");
    }
  }

  @Test
  void theOldestLinesAreGivenUpAndTheOthersKeepTheirNumbers() throws IOException {
    try (var store = new LogStore(10, 3)) {
      for (int i = 0; i < 10; i++) {
        read(store, lines(i * 10, 10));
      }

      assertThat(store.first()).isEqualTo(70);
      assertThat(store.line(69)).isEmpty();
      assertThat(store.line(70)).isEqualTo("line 70");
      var saved = new ByteArrayOutputStream();
      store.copyTo(saved);
      assertThat(saved.toString(UTF_8)).isEqualTo(lines(70, 30));
    }
  }

  @Test
  void linesOfAnyLengthAreKeptAndShownCut() throws IOException {
    var line = "x".repeat(300_000);
    try (var store = new LogStore()) {
      read(store, line + "\n" + "y".repeat(2_500_000) + "\nz\n");

      assertThat(store.line(0)).isEqualTo("x".repeat(8 << 10));
      assertThat(store.line(store.end() - 1)).isEqualTo("z");
    }
  }

  @Test
  void aSearchFindsEachLineOnceAndGoesOnWithWhatComes() throws IOException {
    try (var store = new LogStore(10, 100)) {
      read(store, lines(0, 30) + "an Error, an error\n");
      var search = new LogSearch("ERROR");
      search.run(store, () -> true);
      assertThat(search.found().count()).isEqualTo(1);

      read(store, "x\nerrors\n");
      search.run(store, () -> true);

      assertThat(search.found().count()).isEqualTo(2);
      assertThat(search.found().after(0)).isEqualTo(OptionalLong.of(30));
      assertThat(search.found().after(30)).isEqualTo(OptionalLong.of(32));
      assertThat(search.found().after(32)).isEqualTo(OptionalLong.of(30));
      assertThat(search.found().before(30)).isEqualTo(OptionalLong.of(32));
      assertThat(search.found().position(32)).contains(2);
    }
  }

  @Test
  void codesOfTerminalsAreNotShown() {
    assertThat(LogText.plain("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007text\ta\r"))
        .isEqualTo("red text    a");
  }

  private static String lines(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private static void read(LogStore store, String text) throws IOException {
    new LineCutter(store).read(new ByteArrayInputStream(text.getBytes(UTF_8)), () -> {});
  }
}
