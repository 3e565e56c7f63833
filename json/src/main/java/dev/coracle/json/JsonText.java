package dev.coracle.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between UTF-8 and maps, lists, texts, longs, doubles and booleans. Our own, since every command
 * reads a file or two: a library takes longer to start than this takes to read them.
 */
public final class JsonText {
  private static final int INDENT = 2;

  private final StringBuilder text = new StringBuilder();
  private final boolean indented;

  private JsonText(boolean indented) {
    this.indented = indented;
  }

  static JsonObject parse(byte[] utf8) {
    return new JsonObject(new JsonReader(new String(utf8, StandardCharsets.UTF_8)).object());
  }

  /** A value in one line, without a line end. Keys of maps are texts. */
  public static String line(@Nullable Object value) {
    var json = new JsonText(false);
    json.value(value, 0);
    return json.text.toString();
  }

  /** A value over many lines, for people too. */
  static String lines(@Nullable Object value) {
    var json = new JsonText(true);
    json.value(value, 0);
    return json.text.append('\n').toString();
  }

  // Not a switch over types: that makes a class at run time, for which no command has the time.
  private void value(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof List<?> list) {
      array(list, depth);
    } else if (value instanceof String string) {
      JsonString.append(text, string);
    } else if (value == null
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean) {
      text.append(value);
    } else {
      throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
  }

  private void object(Map<?, ?> members, int depth) {
    text.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> member : members.entrySet()) {
      next(first, depth + 1);
      first = false;
      JsonString.append(text, (String) member.getKey());
      text.append(indented ? ": " : ":");
      value(member.getValue(), depth + 1);
    }
    end('}', first, depth);
  }

  private void array(List<?> elements, int depth) {
    text.append('[');
    boolean first = true;
    for (Object element : elements) {
      next(first, depth + 1);
      first = false;
      value(element, depth + 1);
    }
    end(']', first, depth);
  }

  private void next(boolean first, int depth) {
    if (!first) {
      text.append(',');
    }
    line(depth);
  }

  private void end(char bracket, boolean empty, int depth) {
    if (!empty) {
      line(depth);
    }
    text.append(bracket);
  }

  private void line(int depth) {
    if (indented) {
      text.append('\n').repeat(' ', INDENT * depth);
    }
  }
}
