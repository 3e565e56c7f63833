package dev.coracle.gui.workloads.objects;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A secret's value. */
final class Base64Text {
  private Base64Text() {}

  /** What is no text stays as it is encoded. */
  static String decoded(String value) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(value)))
          .toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return value;
    }
  }
}
