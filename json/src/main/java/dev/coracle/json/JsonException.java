package dev.coracle.json;

import java.io.Serial;

/** A text is no JSON object, or a member is missing or of another type than it must be. */
public final class JsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
