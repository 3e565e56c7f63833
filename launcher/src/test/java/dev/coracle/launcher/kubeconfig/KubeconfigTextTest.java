package dev.coracle.launcher.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.kubeconfig.KubeconfigText.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubeconfigTextTest {
  private static final Map<Part, Map<String, String>> EMBEDDED =
      Map.of(
          Part.CLUSTER,
              Map.of("server", "https://127.0.0.9:8443", "certificate-authority-data", "QQ=="),
          Part.CONTEXT, Map.of("cluster", "c", "user", "c"),
          Part.USER, Map.of("client-certificate-data", "QQ==", "client-key-data", "QQ=="));
  private static final Map<Part, Map<String, String>> PATHS =
      Map.of(
          Part.CLUSTER,
              Map.of("server", "https://[::1]:8443", "certificate-authority", "/a b/ca.crt"),
          Part.CONTEXT, Map.of("cluster", "c", "user", "c"),
          Part.USER, Map.of("client-certificate", "C:\\x", "client-key", "/y: z"));

  static List<String> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void mergingThenRemovingGivesTheOriginalBytes(String sample) {
    var text = new KubeconfigText(sample);
    for (var parts : List.of(EMBEDDED, PATHS, EMBEDDED)) {
      text = with(text, "coracle", parts);
      for (var part : parts.entrySet()) {
        assertThat(text.find(part.getKey(), "coracle")).contains(part.getValue());
      }
      assertThat(with(text, "coracle", parts)).isEqualTo(text);
    }
    text = without(with(text, "third", PATHS), "coracle");
    assertThat(text.find(Part.USER, "third")).isPresent();
    assertThat(without(text, "third").text()).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void currentContextIsSetAndUnset(String sample) {
    var text = new KubeconfigText(sample).withCurrentContext("coracle");
    assertThat(text.currentContext()).contains("coracle");
    assertThat(text.withCurrentContext("").currentContext()).isEmpty();
    assertThat(text.withCurrentContext("").withCurrentContext("coracle")).isEqualTo(text);
  }

  private static KubeconfigText with(
      KubeconfigText text, String name, Map<Part, Map<String, String>> parts) {
    for (var part : parts.entrySet()) {
      text = text.with(part.getKey(), name, part.getValue());
    }
    return text;
  }

  private static KubeconfigText without(KubeconfigText text, String name) {
    for (var part : Part.values()) {
      text = text.without(part, name);
    }
    return text;
  }
}
