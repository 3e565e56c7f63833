package dev.coracle.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text, by the letter of RFC 8259. */
final class JsonReader {
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /**
   * @throws JsonException if the text is anything else than one object
   */
  Map<String, @Nullable Object> object() {
    space();
    if (peek() != '{') {
      throw new JsonException("no JSON object");
    }
    var members = members();
    space();
    if (at < text.length()) {
      throw new JsonException("text after the JSON object");
    }
    return members;
  }

  private @Nullable Object value() {
    return switch (peek()) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members() {
    var members = new LinkedHashMap<String, @Nullable Object>();
    open();
    while (more('}', members.isEmpty())) {
      if (peek() != '"') {
        throw unexpected();
      }
      var name = string();
      space();
      expect(':');
      space();
      members.put(name, value());
    }
    return members;
  }

  private List<@Nullable Object> elements() {
    var elements = new ArrayList<@Nullable Object>();
    open();
    while (more(']', elements.isEmpty())) {
      elements.add(value());
    }
    return elements;
  }

  private void open() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw new JsonException("objects more than " + MAX_DEPTH + " deep");
    }
  }

  /** Whether another element comes; goes to it, or past the end. */
  private boolean more(char end, boolean first) {
    space();
    if (peek() == end) {
      at++;
      depth--;
      return false;
    }
    if (!first) {
      expect(',');
      space();
    }
    return true;
  }

  private String string() {
    at++;
    var string = new StringBuilder();
    while (true) {
      char c = take();
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw new JsonException("a control character in a text at character " + at);
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = take();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(take(), 16);
          if (digit < 0) {
            throw unexpected();
          }
          code = code << 4 | digit;
        }
        yield (char) code;
      }
      default -> throw unexpected();
    };
  }

  private Number number() {
    int begin = at;
    boolean whole = true;
    if (peek() == '-') {
      at++;
    }
    int digits = at;
    while (at < text.length() && "0123456789.eE+-".indexOf(text.charAt(at)) >= 0) {
      whole &= Character.isDigit(text.charAt(at));
      at++;
    }
    if (at == digits || (at > digits + 1 && whole && text.charAt(digits) == '0')) {
      throw unexpected();
    }
    var number = text.substring(begin, at);
    try {
      return whole ? (Number) Long.valueOf(number) : (Number) Double.valueOf(number);
    } catch (NumberFormatException e) {
      throw new JsonException(number + " is no number");
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return meaning;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private char take() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new JsonException("the text ends early");
    }
    return text.charAt(at);
  }

  private JsonException unexpected() {
    return new JsonException("something unexpected at character " + (at + 1));
  }
}
