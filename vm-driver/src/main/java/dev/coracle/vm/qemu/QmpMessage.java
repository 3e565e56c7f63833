package dev.coracle.vm.qemu;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What QEMU says on a monitor. */
sealed interface QmpMessage {
  /** The first message to each client. */
  record Greeting() implements QmpMessage {}

  /** The answer to the command of this number; empty if the command returns no object. */
  record Return(long id, Map<String, @Nullable Object> value) implements QmpMessage {}

  /** The refusal of the command of this number. */
  record Failure(long id, String errorClass, String description) implements QmpMessage {}

  /** Something that happened by itself. */
  record Event(String name, Map<String, @Nullable Object> data) implements QmpMessage {}

  static QmpMessage parse(String line) {
    Map<String, @Nullable Object> message = Json.object(line);
    if (message.get("event") instanceof String name) {
      return new Event(name, members(message.get("data")));
    }
    if (message.containsKey("QMP")) {
      return new Greeting();
    }
    long id = message.get("id") instanceof Long number ? number : -1;
    if (message.containsKey("error")) {
      Map<String, @Nullable Object> error = members(message.get("error"));
      return new Failure(id, String.valueOf(error.get("class")), String.valueOf(error.get("desc")));
    }
    return new Return(id, members(message.get("return")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> members(@Nullable Object value) {
    return value instanceof Map<?, ?> members ? (Map<String, @Nullable Object>) members : Map.of();
  }
}
