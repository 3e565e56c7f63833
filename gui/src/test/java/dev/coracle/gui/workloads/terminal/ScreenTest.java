package dev.coracle.gui.workloads.terminal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.techsenger.jeditermfx.ui.JediTermFxWidget;
import dev.coracle.gui.Person;
import java.util.List;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * What a pod's terminal shows of programs that draw on all of the screen: busybox 1.35 on a
 * pseudo-terminal, recorded byte by byte.
 */
@ExtendWith(ApplicationExtension.class)
class ScreenTest {
  private final Person person = new Person();
  private @Nullable JediTermFxWidget widget;

  @Start
  void start(Stage stage) {
    stage.show();
  }

  @AfterEach
  void close() {
    person.interact(() -> requireNonNull(widget).close());
  }

  @Test
  void viEditsOnTheWholeScreen() {
    play("vi.tty");

    person.eventually(() -> {
      assertThat(screen().subList(0, 4))
          .containsExactly("first line", "third line, and more", "a new line", "~");
      assertThat(screen().getLast()).isEqualTo("- notes.txt [Modified] 2/3 66%");
    });
    // The cursor stands on the last letter that was typed.
    assertThat(requireNonNull(widget).getTerminal().getCursorX()).isEqualTo(20);
    assertThat(requireNonNull(widget).getTerminal().getCursorY()).isEqualTo(2);
  }

  @Test
  void viLeavesTheScreenAsItWas() {
    play("vi-quit.tty");

    person.eventually(() ->
        assertThat(screen().stream().filter(line -> !line.isEmpty()))
            .containsExactly("before", "after"));
  }

  @Test
  void topDrawsItsTableAnewInPlace() {
    play("top.tty");

    person.eventually(() -> {
      assertThat(screen().get(0)).startsWith("Mem: 5780340K used").contains("4827960K cached");
      assertThat(screen().get(1)).startsWith("CPU:  41% usr");
      assertThat(screen().get(3)).isEqualTo("  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND");
      assertThat(screen().subList(4, 7))
          .containsExactly(
              "    1     0 root     R     3284   0%   0% top -d 1",
              "    2     1 root     S     3152   0%   0% sleep 1000",
              "    3     1 root     S     3152   0%   0% sleep 2000");
      assertThat(screen().subList(7, 24)).allMatch(String::isEmpty);
    });
  }

  private void play(String recording) {
    person.interact(() -> {
      var made = new JediTermFxWidget(80, 24, new TerminalColors());
      made.setTtyConnector(new Recording(recording));
      made.start();
      widget = made;
    });
  }

  /** Its 24 lines, without what is empty at their ends. */
  private List<String> screen() {
    return requireNonNull(widget)
        .getTerminalTextBuffer()
        .getScreenLines()
        .replace('\0', ' ')
        .lines()
        .map(String::stripTrailing)
        .toList();
  }
}
