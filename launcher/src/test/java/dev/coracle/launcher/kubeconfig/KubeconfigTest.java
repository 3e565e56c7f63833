package dev.coracle.launcher.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  @TempDir Path home;
  private Path file;
  private Kubeconfig kubeconfig;

  @BeforeEach
  void certificates() throws Exception {
    file = home.resolve(".kube/config");
    kubeconfig = new Kubeconfig(List.of(file), Duration.ofMillis(200));
    for (var name : List.of("ca.crt", "client.crt", "client.key")) {
      Files.writeString(home.resolve(name), name);
    }
  }

  private KubeEntry entry(String name, boolean embedded) {
    return new KubeEntry(
        name,
        URI.create("https://127.77.12.34:8443"),
        new KubeEntry.Credentials(
            home.resolve("ca.crt"),
            home.resolve("client.crt"),
            home.resolve("client.key"),
            embedded),
        Optional.empty());
  }

  private void write(String content) throws Exception {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
  }

  @Test
  void byteOrderMarkAndLineBreaksStay() throws Exception {
    var original = "\ufeffapiVersion: v1\r\nclusters: []\r\ncontexts: []\r\nusers: []\r\n";
    write(original);
    kubeconfig.merge(entry("coracle", true), false);
    assertThat(Files.readString(file).lines().toList().getFirst())
        .isEqualTo("\ufeffapiVersion: v1");
    assertThat(kubeconfig.remove("coracle")).isTrue();
    assertThat(Files.readString(file)).isEqualTo(original);
    assertThat(kubeconfig.remove("coracle")).isFalse();
  }

  @Test
  void newFileReadsAsKubectlWouldWriteIt() throws Exception {
    assertThat(kubeconfig.merge(entry("coracle", false), true)).isTrue();
    assertThat(file)
        .hasContent(
            """
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority: HOME/ca.crt
                server: https://127.77.12.34:8443
              name: coracle
            contexts:
            - context:
                cluster: coracle
                user: coracle
              name: coracle
            current-context: coracle
            kind: Config
            users:
            - user:
                client-certificate: HOME/client.crt
                client-key: HOME/client.key
              name: coracle
            """
                .replace("HOME", home.toString()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    kubeconfig.remove("coracle");
    assertThat(file)
        .hasContent(
            """
            apiVersion: v1
            clusters: []
            contexts: []
            current-context: ""
            kind: Config
            users: []
            """);
    assertThat(file.resolveSibling("config.lock")).doesNotExist();
  }

  @Test
  void embeddedDataIsBase64() throws Exception {
    kubeconfig.merge(entry("coracle", true), false);
    assertThat(Files.readString(file))
        .contains(
            "client-key-data: "
                + Base64.getEncoder().encodeToString("client.key".getBytes(StandardCharsets.UTF_8)))
        .doesNotContain(home.toString());
  }

  @Test
  void updateKeepsFieldsAndCommentsOfTheUser() throws Exception {
    var original =
        """
        # mine
        clusters:
        - name: coracle   # the first
          cluster:
            server: https://127.0.0.9:8443 # moved
            proxy-url: http://proxy:3128
            # about the ca
            certificate-authority-data: QUJD
            extensions: [{name: x, extension: {a: 1}}]
        contexts:
        - context: {cluster: coracle, user: coracle, namespace: dev, extensions: []}
          name: coracle
        users:
        - name: coracle
          user:
            exec: {command: x}
        """;
    write(original);
    assertThat(kubeconfig.holds(entry("coracle", false))).isFalse();
    assertThat(kubeconfig.merge(entry("coracle", false), false)).isTrue();
    assertThat(file)
        .hasContent(
            """
            # mine
            clusters:
            - name: coracle   # the first
              cluster:
                server: https://127.77.12.34:8443 # moved
                proxy-url: http://proxy:3128
                # about the ca
                extensions: [{name: x, extension: {a: 1}}]
                certificate-authority: HOME/ca.crt
            contexts:
            - context: {cluster: coracle, user: coracle, namespace: dev, extensions: []}
              name: coracle
            users:
            - name: coracle
              user:
                exec: {command: x}
                client-certificate: HOME/client.crt
                client-key: HOME/client.key
            """
                .replace("HOME", home.toString()));
    assertThat(file.resolveSibling("config.coracle-backup")).hasContent(original);
  }

  @Test
  void backupIsMadeOnceAndHoldsTheUsersOriginal() throws Exception {
    write("apiVersion: v1 # original\nkind: Config\n");
    kubeconfig.merge(entry("coracle", true), false);
    kubeconfig.merge(entry("second", true), false);
    assertThat(file.resolveSibling("config.coracle-backup"))
        .hasContent("apiVersion: v1 # original\nkind: Config\n");
  }

  @Test
  void otherCurrentContextSurvivesARemoval() throws Exception {
    write("current-context: prod\n");
    kubeconfig.merge(entry("coracle", true), false);
    kubeconfig.remove("coracle");
    assertThat(kubeconfig.currentContext()).contains("prod");
  }

  @Test
  void namesThatYamlWouldReadOtherwiseAreQuoted() throws Exception {
    for (var name : List.of("yes", "null", "1e3", "0x10", "a: b", "- a", "ä", "\"q\"", "#")) {
      kubeconfig.merge(entry(name, true), true);
      assertThat(kubeconfig.currentContext()).contains(name);
      assertThat(kubeconfig.server(name)).as(name).isPresent();
    }
  }

  @Test
  void brokenFilesAreRefusedAndLeftAlone() throws Exception {
    for (var broken :
        List.of(
            "clusters: [",
            "- a\n- b\n",
            "just text",
            "clusters: {a: b}\n",
            "clusters: 7\n",
            "clusters:\n- plain\n",
            "a: 1\na: 2\n",
            "a: 1\n---\nb: 2\n",
            "\tclusters: []\n",
            "clusters: &x []\nusers: *x\n",
            "x: &x {name: a}\nclusters:\n- *x\n",
            "? [a, b]\n: c\n? {d: e}\n  : [")) {
      write(broken);
      assertRefused(() -> kubeconfig.merge(entry("coracle", true), true), broken);
      assertThat(Files.readString(file)).isEqualTo(broken);
    }
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertRefused(() -> kubeconfig.merge(entry("coracle", true), true), "bytes");
    assertThat(file.resolveSibling("config.lock")).doesNotExist();
  }

  private static void assertRefused(ThrowingCallable call, String broken) {
    assertThatThrownBy(call)
        .as(broken)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LauncherError.KUBECONFIG_INVALID));
  }

  @Test
  void lockOfAnotherIsRespectedAndNamed() throws Exception {
    write("apiVersion: v1\n");
    var lock = Files.createFile(file.resolveSibling("config.lock"));
    assertThatThrownBy(() -> kubeconfig.merge(entry("coracle", true), false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(LauncherError.KUBECONFIG_LOCKED);
              assertThat(e.problem().detail()).contains(lock.toString());
            });
    assertThat(lock).exists();
    assertThat(file).hasContent("apiVersion: v1\n");
  }

  @Test
  void symbolicLinkAndPermissionsStay() throws Exception {
    var real = home.resolve("dotfiles/kube");
    Files.createDirectories(real.resolveSibling(""));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(real, "apiVersion: v1\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(file, Path.of("../dotfiles/kube"));
    kubeconfig.merge(entry("coracle", true), false);
    assertThat(file).isSymbolicLink();
    assertThat(Files.readString(real)).contains("coracle");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void severalFilesAreChangedWhereKubectlWouldChangeThem() throws Exception {
    var first = home.resolve("first");
    var second = home.resolve("second");
    var environment =
        Map.of(
            "KUBECONFIG",
            home.resolve("gone") + File.pathSeparator + first + File.pathSeparator + second);
    Files.writeString(first, "current-context: a\n");
    Files.writeString(second, "clusters:\n- cluster: {server: \"https://x\"}\n  name: coracle\n");
    var several = Kubeconfig.of(environment, home);
    several.merge(entry("coracle", true), true);
    assertThat(home.resolve("gone")).doesNotExist();
    assertThat(Files.readString(second)).contains("127.77.12.34").doesNotContain("users");
    assertThat(Files.readString(first))
        .contains("users:", "contexts:", "current-context: coracle")
        .doesNotContain("clusters:");
    several.remove("coracle");
    assertThat(Files.readString(first) + Files.readString(second)).doesNotContain("coracle");
  }

  @Test
  void defaultIsTheFileInTheUsersHome() {
    assertThat(Kubeconfig.of(Map.of(), home).files()).containsExactly(file);
    assertThat(Kubeconfig.of(Map.of("KUBECONFIG", ""), home).files()).containsExactly(file);
  }
}
