package dev.coracle.launcher.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTailTest {
  @TempDir private Path directory;

  @Test
  void givesWholeLinesAsTheyCome() throws IOException {
    var tail = new ConsoleTail(log());
    assertThat(tail.lines()).isEmpty();
    append("one\r\ntw");
    assertThat(tail.lines()).containsExactly("one");
    append("o\nthree\n");
    assertThat(tail.lines()).containsExactly("two", "three");
    assertThat(tail.lines()).isEmpty();
  }

  @Test
  void startsOverWithANewLog() throws IOException {
    var tail = new ConsoleTail(log());
    append("a long line of the first boot\nhalf of a li");
    assertThat(tail.lines()).hasSize(1);
    Files.writeString(log(), "new\n");
    assertThat(tail.lines()).containsExactly("new");
    Files.delete(log());
    assertThat(tail.lines()).isEmpty();
    append("newer\n");
    assertThat(tail.lines()).containsExactly("newer");
  }

  @Test
  void longLogsComeWhole() throws IOException {
    append("x".repeat(100_000) + "\n");
    assertThat(new ConsoleTail(log()).lines()).hasSize(1).first().asString().hasSize(100_000);
  }

  private Path log() {
    return directory.resolve("console.log");
  }

  private void append(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
