package dev.coracle.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A mutable JSON object that keeps the order of its members, and members it is not asked about. Not
 * thread-safe. Getters throw {@link JsonException} for a value of another type.
 */
public final class JsonObject {
  private final Map<String, @Nullable Object> members;

  public JsonObject() {
    this(new LinkedHashMap<>());
  }

  JsonObject(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /**
   * Reads a text.
   *
   * @throws JsonException if it is anything else than one object
   */
  public static JsonObject parse(byte[] utf8) {
    return JsonText.parse(utf8);
  }

  /** Indented, with a line end: files are also read by people. */
  public byte[] toBytes() {
    return JsonText.lines(members).getBytes(StandardCharsets.UTF_8);
  }

  /** In one line, without a line end. */
  public byte[] toLine() {
    return JsonText.line(members).getBytes(StandardCharsets.UTF_8);
  }

  public Iterable<String> names() {
    return List.copyOf(members.keySet());
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public String text(String name) {
    return typed(name, String.class, "a text");
  }

  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A text, number or truth as text. */
  public String scalar(String name) {
    var value = members.get(name);
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    throw new JsonException("member \"" + name + "\" is neither text, number nor truth");
  }

  public int integer(String name) {
    long value = typed(name, Long.class, "a whole number");
    if (value != (int) value) {
      throw new JsonException("member \"" + name + "\" is too large");
    }
    return (int) value;
  }

  public long longInteger(String name) {
    return typed(name, Long.class, "a whole number");
  }

  public OptionalDouble number(String name) {
    return members.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  public boolean flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  /** An object in this one; what is put into it is put into this. Absent: made. */
  @SuppressWarnings("unchecked")
  public JsonObject object(String name) {
    if (!has(name)) {
      members.put(name, new LinkedHashMap<String, @Nullable Object>());
    }
    return new JsonObject(typed(name, Map.class, "an object"));
  }

  /** Empty if absent. */
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    if (has(name)) {
      for (Object element : typed(name, List.class, "a list")) {
        texts.add(cast(element, name, String.class, "a list of texts"));
      }
    }
    return texts;
  }

  /** Empty if absent. */
  @SuppressWarnings("unchecked")
  public List<JsonObject> objects(String name) {
    var objects = new ArrayList<JsonObject>();
    if (has(name)) {
      for (Object element : typed(name, List.class, "a list")) {
        objects.add(new JsonObject(cast(element, name, Map.class, "a list of objects")));
      }
    }
    return objects;
  }

  /** Empty if absent. */
  public Map<String, String> textsByName(String name) {
    return byName(name, String.class, "an object of texts");
  }

  /** Empty if absent. */
  public Map<String, Boolean> flagsByName(String name) {
    return byName(name, Boolean.class, "an object of true and false");
  }

  /** Text, Integer, Long, Double, Boolean, and lists and maps of them. */
  public JsonObject put(String name, Object value) {
    members.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
    return this;
  }

  public JsonObject remove(String name) {
    members.remove(name);
    return this;
  }

  private <T> Map<String, T> byName(String name, Class<T> type, String what) {
    var values = new LinkedHashMap<String, T>();
    if (has(name)) {
      object(name).members.forEach((key, value) -> values.put(key, cast(value, name, type, what)));
    }
    return values;
  }

  private <T> T typed(String name, Class<T> type, String what) {
    return cast(members.get(name), name, type, what);
  }

  private static <T> T cast(@Nullable Object value, String name, Class<T> type, String what) {
    if (!type.isInstance(value)) {
      throw new JsonException(
          "member \"" + name + "\" is " + (value == null ? "missing" : "not " + what));
    }
    return type.cast(value);
  }
}
