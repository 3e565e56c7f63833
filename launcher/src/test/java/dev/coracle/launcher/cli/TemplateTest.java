package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Map<String, String> FIELDS = Map.of("Host", "Running", "Name", "dev");

  @Test
  void fillsFields() {
    assertThat(new Template("{{.Name}}: {{ .Host }}\\n{{\"x\"}}").fill(FIELDS))
        .isEqualTo("dev: Running\nx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{.Nope}}", "{{Host}}", "{{.Host", "{{}}", "{{range .}}"})
  void refusesWhatItDoesNotKnow(String template) {
    assertThatThrownBy(() -> new Template(template).fill(FIELDS))
        .hasMessageStartingWith("COMMAND_LINE_INVALID: --format: ");
  }
}
