package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a cluster without a machine, so that nothing is done but remembered. */
class AddonsCommandTest {
  private CliHost host;

  @TempDir private Path directory;

  @BeforeEach
  void clusterAndAddon() throws IOException {
    host = new CliHost(directory).withCluster();
    var manifests = Files.createDirectories(host.home.resolve("addons/web/manifests"));
    Files.writeString(
        manifests.resolveSibling("addon.yaml"),
        """
        description: Serves pages
        maintainer: Somebody
        images: {Server: example.org/server:1}
        parameters:
          port: {description: Where it listens, type: integer, default: 80}
          pin: {description: Who may see them, type: string, format: password}
        """);
    Files.writeString(
        manifests.resolve("all.yaml"), "{apiVersion: v1, kind: Namespace, metadata: {name: web}}");
  }

  private String ok(String... arguments) {
    var result = host.run(arguments);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void listHasMinikubesShape() {
    assertThat(ok("addons", "list", "-o", "json"))
        .isEqualTo("{\"web\":{\"Profile\":\"coracle\",\"Status\":\"disabled\"}}\n");
    assertThat(ok("addons", "list"))
        .isEqualTo(
            """
            ADDON NAME  PROFILE  STATUS    MAINTAINER
            web         coracle  disabled  Somebody
            """);
    assertThat(ok("addons", "list", "--docs")).contains("Serves pages");
  }

  @Test
  void switchingIsRememberedForTheNextStart() {
    ok("addons", "enable", "web");
    assertThat(ok("addons", "list")).contains("enabled at next start");
    assertThat(ok("addons", "list", "-o", "json")).contains("\"Status\":\"enabled\"");
    ok("addons", "disable", "web");
    assertThat(ok("addons", "list", "-o", "json")).contains("\"Status\":\"disabled\"");
  }

  @Test
  void parametersAreShownAndSet() throws IOException {
    assertThat(ok("addons", "configure", "web")).contains("port  80     Where it listens");
    ok("addons", "configure", "web", "port=81");
    assertThat(ok("addons", "configure", "web", "-o", "json"))
        .isEqualTo("{\"port\":\"81\",\"pin\":\"\"}\n");
    var file = Files.writeString(directory.resolve("values.json"), "{\"port\": 82}");
    ok("addons", "configure", "web", "-f", file.toString());
    assertThat(ok("addons", "configure", "web", "-o", "json"))
        .isEqualTo("{\"port\":\"82\",\"pin\":\"\"}\n");
    assertThat(host.run("addons", "configure", "web", "port=x").exit()).isEqualTo(14);
    assertThat(host.run("addons", "configure", "web", "port").exit()).isEqualTo(14);
  }

  @Test
  void secretsAreSetAndNotShown() {
    assertThat(ok("addons", "configure", "web", "pin=hunter2", "-o", "json"))
        .doesNotContain("hunter2");
    assertThat(ok("addons", "configure", "web")).contains("••••••••").doesNotContain("hunter2");
    assertThat(ok("addons", "configure", "web", "-o", "json")).doesNotContain("hunter2");
  }

  @Test
  void imagesAreListedWithTheirRegistries() {
    assertThat(ok("addons", "images", "web"))
        .isEqualTo(
            """
            IMAGE NAME  DEFAULT IMAGE  DEFAULT REGISTRY
            Server      server:1       example.org
            """);
    assertThat(ok("addons", "images", "web", "-o", "json"))
        .isEqualTo("[\"example.org/server:1\"]\n");
  }

  @Test
  void exitCodesAreMinikubes() {
    assertThat(host.run("addons", "enable", "none").exit()).isEqualTo(116);
    assertThat(host.run("addons", "open", "web").exit()).isEqualTo(11);
    assertThat(host.run("addons", "enable").exit()).isEqualTo(14);
    assertThat(host.run("addons", "list", "-p", "other").exit()).isEqualTo(85);
  }

  @Test
  void brokenFolderIsTold() throws IOException {
    Files.writeString(host.home.resolve("addons/web/addon.yaml"), "[]");
    var listed = host.run("addons", "list", "-o", "json");
    assertThat(listed.out()).isEqualTo("{}\n");
    assertThat(listed.err()).contains("ADDON_BROKEN").contains("web/addon.yaml");
  }

  @Test
  void everySystemHasItsOwnWayToOpenAPage() {
    var page = URI.create("http://127.0.0.1:1/");
    assertThat(Browser.command("Linux", page)).first().isEqualTo("xdg-open");
    assertThat(Browser.command("Mac OS X", page)).first().isEqualTo("open");
    assertThat(Browser.command("Windows 11", page)).first().isEqualTo("rundll32");
  }
}
