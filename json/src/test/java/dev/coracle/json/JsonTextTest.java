package dev.coracle.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @Test
  void readsWhatItWrites() {
    var object =
        new JsonObject()
            .put("text", "ä \"quoted\" \\ \n\t\u0001 \uD83D\uDE00")
            .put("long", 1L << 40)
            .put("number", 1.5)
            .put("flag", true)
            .put("list", List.of("a", "b"))
            .put("map", Map.of("key", "value"))
            .put("empty", List.of());

    for (var text : List.of(object.toBytes(), object.toLine())) {
      var read = JsonObject.parse(text);
      assertThat(read.text("text")).isEqualTo("ä \"quoted\" \\ \n\t\u0001 \uD83D\uDE00");
      assertThat(read.longInteger("long")).isEqualTo(1L << 40);
      assertThat(read.number("number")).hasValue(1.5);
      assertThat(read.flag("flag")).isTrue();
      assertThat(read.texts("list")).containsExactly("a", "b");
      assertThat(read.textsByName("map")).containsExactly(Map.entry("key", "value"));
      assertThat(read.texts("empty")).isEmpty();
    }
  }

  @Test
  void writesAFileThatPeopleCanRead() {
    var object = new JsonObject().put("a", 1).put("b", List.of("x"));

    assertThat(new String(object.toBytes(), UTF_8))
        .isEqualTo(
            """
            {
              "a": 1,
              "b": [
                "x"
              ]
            }
            """);
    assertThat(new String(object.toLine(), UTF_8)).isEqualTo("{\"a\":1,\"b\":[\"x\"]}");
  }

  @Test
  void readsAllThatJsonAllows() {
    var object =
        parse(" {\"a\" : [ 1 , -2.5e3, true,false , null, {} ],\r\n\t\"\\u00e4\\/\" : \"\\b\" } ");

    assertThat(object.has("a")).isTrue();
    assertThat(object.text("ä/")).isEqualTo("\b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}x",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00zz\"}",
        "{\"a\":[1}",
        "{} {}",
        "{\"a\":99999999999999999999}"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void refusesWhatWouldOverflowTheStack() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("deep");
  }

  private static JsonObject parse(String text) {
    return JsonObject.parse(text.getBytes(UTF_8));
  }
}
