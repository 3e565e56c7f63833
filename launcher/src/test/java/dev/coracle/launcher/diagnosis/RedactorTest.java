package dev.coracle.launcher.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String KEY = "MHcCAQEEIBx1bmRlcmNvdmVyLWtleS1tYXRlcmlhbC1oZXJlaGVyZQ==";

  private final Redactor redactor =
      new Redactor(Path.of("/home/ann"), List.of("hunter2hunter2", "quoted \"one\"", "abc"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a hunter2hunter2 b",
        "{\"a\": \"quoted \\\"one\\\"\"}",
        "Authorization: Bearer s3cr3tt0ken.of-mine_x",
        "{\"password\": \"s3cr3t with spaces\"}",
        "{\\\"db-password\\\":\\\"s3cr3t\\\"}",
        "--token=s3cr3t --v=2",
        "API_KEY: s3cr3t",
        "client-key-data: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tcm",
        "join --discovery abcdef.0123456789abcdef now",
        "proxy http://me:s3cr3t@proxy:3128/",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM2NyM3QifQ.c2lnbmF0dXJl",
        "-----BEGIN EC PRIVATE KEY-----\n" + KEY + "\n-----END EC PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\\n" + KEY + "\\n-----END PRIVATE KEY-----",
        "cut off -----BEGIN PRIVATE KEY-----\n" + KEY,
        KEY + "\n-----END PRIVATE KEY-----",
      })
  void whatLooksLikeASecretIsGone(String text) {
    assertThat(redactor.redact(text))
        .contains(Redactor.GONE)
        .doesNotContain(
            "hunter2", "one", "s3cr3t", "0123456789abcdef", KEY, "eyJzdWIi", "LS0tLS1CRUdJTi");
  }

  @Test
  void theHomeIsNotTold() {
    assertThat(redactor.redact("/home/ann/.coracle/vms, \"/home/ann\", /home/anna"))
        .isEqualTo("~/.coracle/vms, \"~\", /home/anna");
  }

  @Test
  void everythingElseStays() {
    var text =
        """
        I1127 20:01:02.123456  1 controller.go:116] loading OpenAPI spec for "v1beta1.metrics.k8s.io"
        abc: node coracle is Ready, 10.244.0.7:8080, sha256:5b8ca8e2c3b3e6a4e0d7f1fbb45c1b2e
        -----BEGIN CERTIFICATE-----
        """;
    assertThat(redactor.redact(text)).isEqualTo(text);
  }
}
