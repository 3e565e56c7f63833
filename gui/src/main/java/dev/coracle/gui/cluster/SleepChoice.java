package dev.coracle.gui.cluster;

import dev.coracle.gui.view.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

/** After how long without anybody a cluster goes to sleep. */
public final class SleepChoice {
  private static final List<Duration> USUAL =
      List.of(Duration.ZERO, Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(2));

  private final Messages messages = Messages.of(SleepChoice.class);
  private final ComboBox<Duration> box = new ComboBox<>();

  /**
   * @param now zero: never
   */
  public SleepChoice(Duration now) {
    var choices = new ArrayList<>(USUAL);
    if (!choices.contains(now)) {
      choices.add(now);
    }
    box.getItems().setAll(choices.stream().sorted().toList());
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Duration value) {
            return text(value);
          }

          @Override
          public Duration fromString(String text) {
            throw new UnsupportedOperationException("nobody types it");
          }
        });
    box.setValue(now);
    box.setId("auto-sleep");
    box.setAccessibleText(messages.text("sleep.label"));
  }

  private String text(Duration value) {
    return value.isPositive()
        ? messages.text("sleep.after", value.toMinutes())
        : messages.text("sleep.never");
  }

  public ComboBox<Duration> box() {
    return box;
  }
}
