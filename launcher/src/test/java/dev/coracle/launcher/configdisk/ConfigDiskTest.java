package dev.coracle.launcher.configdisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coracle.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDiskTest {
  private static final String CERT =
      "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";

  @TempDir Path directory;

  @Test
  void jsonHasTheMembersOfTheGuestsContract() {
    var json = ConfigDisk.json(settings("coracle", "10.96.0.0/16"), new JsonObject());
    assertThat(json.names())
        .containsExactly(
            "version",
            "cluster",
            "nodeName",
            "kubernetesVersion",
            "hostAddress",
            "apiServerPort",
            "statusPort",
            "serviceCIDR",
            "podCIDR",
            "dnsDomain",
            "certNames",
            "certIPs",
            "certExpiration",
            "extraConfig",
            "featureGates",
            "dnsServers",
            "environment",
            "insecureRegistries",
            "registryMirrors",
            "template",
            "ssh",
            "pki");
    assertThat(json.object("extraConfig").object("kubelet").text("max-pods")).isEqualTo("200");
    assertThat(json.object("featureGates").flag("SomeGate")).isTrue();
    assertThat(json.object("ssh").texts("authorizedKeys")).containsExactly("ssh-ed25519 AAAA");
    assertThat(json.object("pki").text("servingKey")).isEqualTo(KEY);
    assertThat(json.integer("version")).isEqualTo(1);
  }

  @Test
  void equalSettingsGiveEqualBytesThatOnlyTheOwnerMayRead() throws Exception {
    ConfigDisk.write(directory.resolve("a"), settings("coracle", "10.96.0.0/16"));
    ConfigDisk.write(directory.resolve("b"), settings("coracle", "10.96.0.0/16"));
    assertThat(directory.resolve("a")).hasSameBinaryContentAs(directory.resolve("b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("rw-------");
  }

  @Test
  void imageIsIso9660() {
    var image = IsoImage.of("CORACLE_CFG", "config.json", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(image).hasSize(22 * 2048);
    assertThat(Arrays.copyOfRange(image, 0, 16 * 2048)).containsOnly(0);
    assertThat(text(image, 16 * 2048, 8)).isEqualTo("\1CD001\1\0");
    assertThat(text(image, 16 * 2048 + 40, 32)).isEqualTo("CORACLE_CFG" + " ".repeat(21));
    assertThat(hex(image, 16 * 2048 + 80, 8)).isEqualTo("1600000000000016");
    assertThat(hex(image, 16 * 2048 + 120, 20))
        .isEqualTo("0100000101000001000808000a0000000000000a");
    assertThat(text(image, 17 * 2048, 7)).isEqualTo("\u00ffCD001\1");
    assertThat(hex(image, 18 * 2048, 10)).isEqualTo("01001400000001000000");
    assertThat(hex(image, 19 * 2048, 10)).isEqualTo("01000000001400010000");
    assertThat(hex(image, 20 * 2048, 34))
        .isEqualTo("22001400000000000014000800000000080064010100000000020000010000010100");
    assertThat(hex(image, 20 * 2048 + 68, 33))
        .isEqualTo("2e001500000000000015020000000000000264010100000000000000010000010d");
    assertThat(text(image, 20 * 2048 + 101, 13)).isEqualTo("CONFIG.JSON;1");
    assertThat(text(image, 21 * 2048, 3)).isEqualTo("{}\0");
  }

  @Test
  void anotherImplementationReadsIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/xorriso")), "xorriso is not installed");
    var settings = settings("coracle", "10.96.0.0/16");
    ConfigDisk.write(directory.resolve("config.iso"), settings);
    var process =
        new ProcessBuilder(
                "/usr/bin/xorriso",
                "-indev",
                "config.iso",
                "-pvd_info",
                "-osirrox",
                "on",
                "-extract_single",
                "/CONFIG.JSON",
                "out.json")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("CORACLE_CFG").doesNotContain("WARNING", "FAILURE");
    assertThat(directory.resolve("out.json"))
        .hasBinaryContent(ConfigDisk.json(settings, new JsonObject()).toBytes());
  }

  @Test
  void settingsThatNoGuestTakesAreRefused() {
    assertThatThrownBy(() -> settings(" ", "10.96.0.0/16")).hasMessageContaining("cluster");
    assertThatThrownBy(() -> settings("coracle", "10.96.0.0")).hasMessageContaining("serviceCIDR");
    assertThatThrownBy(() -> new NodeSettings.Ssh(List.of(), "x")).hasMessageContaining("ssh");
    assertThatThrownBy(() -> new NodeSettings.Pki(CERT, CERT, CERT, CERT, KEY))
        .hasMessageContaining("servingKey");
  }

  @Test
  void secretsAreNotInTheText() {
    assertThat(settings("coracle", "10.96.0.0/16").toString()).doesNotContain("PRIVATE KEY");
  }

  private static NodeSettings settings(String cluster, String serviceCIDR) {
    return new NodeSettings(
        NodeSettings.VERSION,
        cluster,
        "coracle",
        "v1.36.3",
        "127.77.12.34",
        8443,
        10240,
        serviceCIDR,
        "10.244.0.0/16",
        "cluster.local",
        List.of(),
        List.of("127.77.12.34"),
        "8760h",
        Map.of("kubelet", Map.of("max-pods", "200", "v", "2")),
        Map.of("SomeGate", true),
        List.of("192.0.2.1"),
        Map.of("HTTP_PROXY", "", "NO_PROXY", "localhost"),
        List.of(),
        List.of(),
        true,
        new NodeSettings.Ssh(List.of("ssh-ed25519 AAAA"), "-----BEGIN OPENSSH PRIVATE KEY-----\n"),
        new NodeSettings.Pki(CERT, CERT, KEY, CERT, KEY));
  }

  private static String text(byte[] image, int offset, int length) {
    return new String(image, offset, length, StandardCharsets.ISO_8859_1);
  }

  private static String hex(byte[] image, int offset, int length) {
    return HexFormat.of().formatHex(image, offset, offset + length);
  }
}
