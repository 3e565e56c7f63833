package dev.coracle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void readsWhatItWrites() {
    var object = new JsonObject().put("text", "ä\"\n").put("number", 7).put("flag", true);
    object.put("list", List.of("a", "b")).object("inner").put("map", Map.of("k", "v"));
    var read = JsonObject.parse(object.toBytes());
    assertThat(read.text("text")).isEqualTo("ä\"\n");
    assertThat(read.integer("number")).isEqualTo(7);
    assertThat(read.flag("flag")).isTrue();
    assertThat(read.texts("list")).containsExactly("a", "b");
    assertThat(read.object("inner").textsByName("map")).containsExactly(Map.entry("k", "v"));
    assertThat(read.toBytes()).isEqualTo(object.toBytes());
  }

  @Test
  void aLineHasNoLineEnd() {
    assertThat(new JsonObject().put("a", 1).toLine())
        .isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keepsWhatItIsNotAskedAbout() {
    var object = parse("{\"x\":{\"deep\":[1,2.5,null]},\"a\":1}").put("a", 2);
    assertThat(object.toLine()).asString().isEqualTo("{\"x\":{\"deep\":[1,2.5,null]},\"a\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":}", "{} {}", "{\"a\":1,}", "\u0000"})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void namesTheMemberThatIsMissingOrWrong() {
    var object = parse("{\"text\":1,\"large\":3000000000}");
    assertThatThrownBy(() -> object.text("text")).hasMessage("member \"text\" is not a text");
    assertThatThrownBy(() -> object.text("none")).hasMessage("member \"none\" is missing");
    assertThatThrownBy(() -> object.integer("large")).hasMessageContaining("too large");
  }

  private static JsonObject parse(String text) {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
