package dev.coracle.addons;

import dev.coracle.errors.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user may choose of an addon.
 *
 * @param fallback the value where none is given
 * @param choices the only values; empty: any
 * @param pattern that a whole text has to match
 * @param minimum of an integer
 * @param maximum of an integer
 * @param secret whether nobody is shown its value
 */
public record Parameter(
    String name,
    String description,
    Type type,
    String fallback,
    List<String> choices,
    Optional<String> pattern,
    long minimum,
    long maximum,
    boolean secret) {
  /** What stands for the value of a secret. */
  public static final String MASK = "••••••••";

  /** As in a JSON Schema. */
  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN
  }

  public Parameter {
    choices = List.copyOf(choices);
  }

  /**
   * The value as manifests have it: a text, a long or a boolean.
   *
   * @param given the default if null
   * @throws ProblemException {@code ADDON_VALUE_INVALID}
   */
  public Object value(@Nullable String given) {
    var text = given == null ? fallback : given;
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw invalid(text, "one of " + String.join(", ", choices));
    }
    return switch (type) {
      case STRING -> matching(text);
      case INTEGER -> integer(text);
      case BOOLEAN -> truth(text);
    };
  }

  private String matching(String text) {
    if (pattern.isPresent() && !Pattern.matches(pattern.get(), text)) {
      throw invalid(text, "a text that matches " + pattern.get());
    }
    return text;
  }

  private long integer(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(text, "a whole number");
    }
    throw invalid(text, "between " + minimum + " and " + maximum);
  }

  private boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(text, "true or false");
    };
  }

  /** A value as it may be shown. */
  public String shown(String value) {
    return secret && !value.isEmpty() ? MASK : value;
  }

  private ProblemException invalid(String text, String wanted) {
    return new ProblemException(
        AddonError.ADDON_VALUE_INVALID, name + ": \"" + shown(text) + "\" is not " + wanted + ".");
  }
}
