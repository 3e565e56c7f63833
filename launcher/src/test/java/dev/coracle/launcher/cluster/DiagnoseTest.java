package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseTest {
  private static final String PROXY = "http://me:hunter2-proxy@proxy:3128";

  @TempDir private Path directory;
  private TestBed bed;
  private Path file;

  @BeforeEach
  void aClusterWithSecrets() throws Exception {
    bed = new TestBed(directory);
    file = directory.resolve("out").resolve("bundle.zip");
    addon();
    bed.start(
        StartRequest.of("one")
            .with(ClusterSettings.builder().environment(Map.of("HTTPS_PROXY", PROXY)).build()));
    new ClusterAddons(bed.surroundings())
        .configure("one", "web", Map.of("pin", "hunter2-pin", "level", "debug"), _ -> {});
    bed.stop("one");
    var vm = Files.createDirectories(bed.home.cluster("one").vm());
    Files.writeString(
        vm.resolve(VmSpec.CONSOLE_LOG),
        """
        Booting from %s
        kubelet: Authorization: Bearer hunter2-bearer
        localkube: --token=hunter2-flag --v=2
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIBx1bmRlcmNvdmVyLWtleS1tYXRlcmlhbC1oZXJlaGVyZQ==
        -----END EC PRIVATE KEY-----
        web: pin hunter2-pin was refused by hunter2-environment
        """
            .formatted(directory));
    Files.createDirectories(bed.home.logs());
    Files.writeString(
        bed.home.logs().resolve("problem.log"), "proxy " + PROXY + " in " + directory + "\n");
  }

  private void addon() throws IOException {
    var manifests = Files.createDirectories(bed.home.addons().resolve("web/manifests"));
    Files.writeString(
        manifests.resolveSibling("addon.yaml"),
        """
        description: Serves pages
        parameters:
          pin: {description: Who may see them, type: string, format: password}
          level: {description: What it logs, type: string, default: info}
        """);
    Files.writeString(
        manifests.resolve("all.yaml"), "{apiVersion: v1, kind: Namespace, metadata: {name: web}}");
  }

  /** Its user's home is the directory of the test. */
  private Diagnose diagnose() {
    var it = bed.surroundings();
    return new Diagnose(
        new Surroundings(
            it.home(),
            it.drivers(),
            it.images(),
            it.addons(),
            it.identities(),
            it.kubeconfig(),
            it.probe(),
            it.guests(),
            it.capacity(),
            it.hostChecks(),
            Map.of("HOME", directory.toString(), "API_TOKEN", "hunter2-environment"),
            it.program(),
            it.attendant(),
            it.clock()),
        "v0.1.0");
  }

  private Map<String, String> bundle() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    try (var zip = new ZipInputStream(Files.newInputStream(file), UTF_8)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        texts.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return texts;
  }

  @Test
  void tellsWhatHelpsToFindOutWhatIsWrong() throws Exception {
    diagnose().run("one", file, _ -> {});

    var texts = bundle();
    assertThat(texts)
        .containsOnlyKeys(
            "versions.txt",
            "doctor.txt",
            "status.txt",
            "cluster.json",
            "events.jsonl",
            "console.log",
            "node.log",
            "commands.jsonl",
            "failures/problem.log");
    assertThat(texts.get("versions.txt")).contains("Coracle v0.1.0", "driver fake", "v1.36.3");
    assertThat(texts.get("doctor.txt")).contains("Snapshots of clusters: ok");
    assertThat(texts.get("status.txt")).contains("host Stopped");
    assertThat(texts.get("cluster.json")).contains("\"level\": \"debug\"", "HTTPS_PROXY");
    assertThat(texts.get("console.log")).contains("Booting from ~", "--v=2");
    assertThat(texts.get("events.jsonl")).contains("\"type\":\"step\"");
  }

  @Test
  void tellsNoSecretNorWhereTheHomeIs() throws Exception {
    diagnose().run("one", file, _ -> {});

    for (var text : bundle().entrySet()) {
      assertThat(text.getValue())
          .as(text.getKey())
          .doesNotContain("hunter2", "MHcCAQEEIBx1bmRlcmNvdmVy", directory.toString());
    }
  }

  @Test
  void whatCannotBeReadSaysWhyAndKeepsNothingElseOut() throws Exception {
    Files.writeString(bed.home.cluster("one").file(), "{");

    diagnose().run("one", file, _ -> {});

    assertThat(bundle().get("cluster.json")).contains("CLUSTER_FILE_BROKEN");
    assertThat(bundle().get("console.log")).contains("Booting from ~");
  }
}
