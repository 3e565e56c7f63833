package dev.coracle.launcher.cli;

import dev.coracle.launcher.json.JsonString;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON. */
final class Json {
  private final StringBuilder text = new StringBuilder();
  private final int indent;

  private Json(int indent) {
    this.indent = indent;
  }

  /** On one line. */
  static String line(@Nullable Object value) {
    return new Json(0).write(value, 0).toString();
  }

  /** For people too. */
  static String pretty(@Nullable Object value) {
    return new Json(4).write(value, 0).toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private Json write(@Nullable Object value, int depth) {
    // Not a switch over types: that makes a class at run time, which takes longer than all of this.
    if (value == null) {
      text.append("null");
    } else if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof Collection<?> list) {
      array(list, depth);
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      JsonString.append(text, value.toString());
    }
    return this;
  }

  private void object(Map<?, ?> members, int depth) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(separator);
      newLine(depth + 1);
      JsonString.append(text, String.valueOf(member.getKey()));
      text.append(indent > 0 ? ": " : ":");
      write(member.getValue(), depth + 1);
      separator = ",";
    }
    close('}', members.isEmpty(), depth);
  }

  private void array(Collection<?> elements, int depth) {
    text.append('[');
    String separator = "";
    for (Object element : elements) {
      text.append(separator);
      newLine(depth + 1);
      write(element, depth + 1);
      separator = ",";
    }
    close(']', elements.isEmpty(), depth);
  }

  private void close(char bracket, boolean empty, int depth) {
    if (!empty) {
      newLine(depth);
    }
    text.append(bracket);
  }

  private void newLine(int depth) {
    if (indent > 0) {
      text.append('\n').repeat(' ', indent * depth);
    }
  }
}
