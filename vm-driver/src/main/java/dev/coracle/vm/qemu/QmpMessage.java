package dev.coracle.vm.qemu;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;

/** What QEMU says on a monitor. */
sealed interface QmpMessage {
  /** The first message to each client. */
  record Greeting() implements QmpMessage {}

  /** The answer to the command of this number. */
  record Return(long id, JsonObject value) implements QmpMessage {}

  /** The refusal of the command of this number. */
  record Failure(long id, String errorClass, String description) implements QmpMessage {}

  /** Something that happened by itself. */
  record Event(String name) implements QmpMessage {}

  /**
   * @throws JsonException if it is none of these
   */
  static QmpMessage parse(byte[] line) {
    JsonObject message = JsonObject.parse(line);
    if (message.has("event")) {
      return new Event(message.text("event"));
    }
    if (message.has("QMP")) {
      return new Greeting();
    }
    long id = message.has("id") ? message.longInteger("id") : -1;
    if (message.has("error")) {
      JsonObject error = message.object("error");
      return new Failure(id, error.text("class"), error.text("desc"));
    }
    return new Return(id, message.object("return"));
  }
}
