package dev.coracle.addons;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddonCatalogTest {
  private static final Path SHIPPED = Path.of("catalogue");

  private static final String ADDON =
      """
      description: Serves
      version: 1.2.3
      aliases: [web]
      images: {Server: example.org/server:1}
      parameters:
        replicas: {description: How many, type: integer, minimum: 1, maximum: 3, default: 1}
        greeting: {description: What it says, type: string, default: hello}
        loud: {description: Whether in capitals, type: boolean, default: false}
      """;

  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: server}
      spec:
        replicas: "{{replicas}}"
        image: "{{Server}}"
        args: ["--say={{greeting}}!", "{{loud}}", "{{ .Go }}"]
      """;

  @TempDir private Path directory;

  private AddonCatalog catalog() {
    return new AddonCatalog(List.of(directory.resolve("own"), directory.resolve("shipped")));
  }

  private void addon(String where, String yaml, String manifest) throws IOException {
    var folder = directory.resolve(where);
    Files.createDirectories(folder.resolve("manifests"));
    Files.writeString(folder.resolve("addon.yaml"), yaml);
    Files.writeString(folder.resolve("manifests/all.yaml"), manifest);
  }

  @Test
  void everyShippedAddonIsWhole() {
    var broken = new ArrayList<Problem>();
    var addons = new AddonCatalog(List.of(SHIPPED)).all(broken::add);

    assertThat(broken).isEmpty();
    assertThat(addons)
        .extracting(Addon::name)
        .contains("default-storageclass", "metrics-server", "storage-provisioner");
    assertThat(addons)
        .allSatisfy(addon -> {
          assertThat(addon.description()).isNotBlank();
          assertThat(addon.maintainer()).isNotBlank();
          // What there is of auto-pause is on the host
          assertThat(addon.manifests(Map.of(), Map.of()).isEmpty())
              .isEqualTo(addon.name().equals("auto-pause"));
        });
  }

  @Test
  void valuesKeepTheirTypesAndTextsAreFilledIn() throws IOException {
    addon("shipped/server", ADDON, MANIFEST);

    var values = Map.of("replicas", "2", "greeting", "a: {b}");
    var manifest = catalog().get("server").manifests(values, Map.of("Server", "mine:2"));

    assertThat(manifest).hasSize(1);
    var spec = manifest.getFirst().object("spec");
    assertThat(spec.integer("replicas")).isEqualTo(2);
    assertThat(spec.text("image")).isEqualTo("mine:2");
    assertThat(new String(spec.toLine(), UTF_8))
        .contains("\"args\":[\"--say=a: {b}!\",false,\"{{ .Go }}\"]");
  }

  @Test
  void usersOwnGoesBeforeTheShippedOne() throws IOException {
    addon("shipped/server", ADDON, MANIFEST);
    addon("own/server", "description: Mine", MANIFEST);
    assertThat(catalog().get("server").description()).isEqualTo("Mine");
    assertThat(catalog().all(_ -> {})).hasSize(1);
  }

  @Test
  void addonIsFoundByItsAlias() throws IOException {
    addon("shipped/server", ADDON, MANIFEST);
    assertThat(catalog().get("web").name()).isEqualTo("server");
    assertProblem(AddonError.ADDON_UNKNOWN, "nothing");
  }

  @Test
  void brokenFolderIsToldAndTheOthersAreThere() throws IOException {
    addon("own/bad", "description: [", MANIFEST);
    addon("shipped/server", ADDON, MANIFEST);
    var broken = new ArrayList<Problem>();

    assertThat(catalog().all(broken::add)).extracting(Addon::name).containsExactly("server");
    assertThat(broken)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(AddonError.ADDON_BROKEN);
          assertThat(problem.detail()).contains("own/bad/addon.yaml");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "maintainer: nobody",
        "description: 1",
        "{description: x, typo: y}",
        "{description: x, parameters: {a: {description: y, type: float}}}",
        "{description: x, parameters: {a: {description: y, type: integer, default: many}}}",
        "{description: x, parameters: {a: {description: y, type: string, pattern: '('}}}",
        "{description: x, parameters: {a: {description: y, type: string, format: date}}}",
        "{description: x, health: [{items: 1}]}",
        "{description: x, endpoint: {service: s}}",
        "{description: x, description: x}"
      })
  void addonThatIsNoneIsAProblem(String yaml) throws IOException {
    addon("own/bad", yaml, MANIFEST);
    assertProblem(AddonError.ADDON_BROKEN, "bad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "{kind: Pod}", "{apiVersion: v1, kind: Pod, metadata: {}}", "a: {{b}}"})
  void manifestThatIsNoneIsAProblem(String manifest) throws IOException {
    addon("own/bad", "description: x", manifest);
    assertThatThrownBy(() -> catalog().get("bad").manifests(Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(AddonError.ADDON_BROKEN));
  }

  @Test
  void secretIsMaskedAlsoWhereItIsWrong() throws IOException {
    addon(
        "own/server",
        "{description: x, parameters: {pin: {description: y, type: string, format: password,"
            + " pattern: '[0-9]*'}}}",
        MANIFEST);
    var pin = catalog().get("server").parameters().getFirst();

    assertThat(pin.secret()).isTrue();
    assertThat(pin.shown("1234")).isEqualTo(Parameter.MASK);
    assertThat(pin.shown("")).isEmpty();
    assertThatThrownBy(() -> pin.value("hunter2"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().detail()).doesNotContain("hunter2"));
  }

  @Test
  void valueOutsideOfItsSchemaIsAProblem() throws IOException {
    addon("own/server", ADDON, MANIFEST);
    for (var values :
        List.of(
            Map.of("replicas", "4"),
            Map.of("replicas", "two"),
            Map.of("loud", "maybe"),
            Map.of("unknown", "x"))) {
      assertThatThrownBy(() -> catalog().get("server").manifests(values, Map.of()))
          .hasMessageStartingWith("ADDON_VALUE_INVALID");
    }
    assertThatThrownBy(() -> catalog().get("server").manifests(Map.of(), Map.of("None", "x")))
        .hasMessageContaining("no image \"None\"; it has Server.");
  }

  @Test
  void registryIsWhatLooksLikeAHost() {
    assertThat(ImageName.of("example.org/a/b:1")).isEqualTo(new ImageName("example.org", "a/b:1"));
    assertThat(ImageName.of("localhost:5000/a")).isEqualTo(new ImageName("localhost:5000", "a"));
    assertThat(ImageName.of("library/nginx")).isEqualTo(new ImageName("", "library/nginx"));
    assertThat(ImageName.of("nginx")).hasToString("nginx");
  }

  private void assertProblem(AddonError code, String name) {
    assertThatThrownBy(() -> catalog().get(name))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
