package dev.coracle.launcher.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<String> TEXTS = List.of("key", "certificate");

  @TempDir Path home;
  private Checked checked;

  @BeforeEach
  void remember() throws Exception {
    checked = new Checked(home.resolve("checked"));
    checked.remember(
        TEXTS, List.of(certificate(Duration.ofDays(300)), certificate(Duration.ofDays(30))));
  }

  private static X509Certificate certificate(Duration life) throws Exception {
    return Authority.selfSigned(Keys.pair(Keys.generate()), "CN=test", NOW, life);
  }

  @Test
  void holdsUntilTheFirstCertificateHasAThirdOfItsLifeLeft() {
    assertThat(checked.holds(TEXTS, NOW)).isTrue();
    assertThat(checked.holds(TEXTS, NOW.plus(Duration.ofDays(19)))).isTrue();
    assertThat(checked.holds(TEXTS, NOW.plus(Duration.ofDays(21)))).isFalse();
  }

  @Test
  void doesNotHoldBeforeTheCertificatesDo() {
    assertThat(checked.holds(TEXTS, NOW.minus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void holdsForNothingElse() {
    assertThat(checked.holds(List.of("key", "other"), NOW)).isFalse();
    assertThat(checked.holds(List.of("keycertificate"), NOW)).isFalse();
    assertThat(checked.holds(List.of("key", "certificate", ""), NOW)).isFalse();
  }

  @Test
  void damagedOrMissingFileHoldsForNothing() throws Exception {
    for (var text : List.of("", "x", "2026 2027 0", "a b c d")) {
      Files.writeString(home.resolve("checked"), text);
      assertThat(checked.holds(TEXTS, NOW)).as(text).isFalse();
    }
    Files.delete(home.resolve("checked"));
    assertThat(checked.holds(TEXTS, NOW)).isFalse();
  }
}
