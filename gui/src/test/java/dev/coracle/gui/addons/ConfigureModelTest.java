package dev.coracle.gui.addons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.addons.AddonCatalog;
import dev.coracle.launcher.cluster.ClusterAddon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigureModelTest {
  private final ConfigureModel model;

  ConfigureModelTest(@TempDir Path addons) throws IOException {
    var folder = Files.createDirectories(addons.resolve("web"));
    Files.writeString(
        folder.resolve("addon.yaml"),
        """
        description: Serves pages
        parameters:
          port: {description: Where, type: integer, minimum: 1, maximum: 99, default: 80}
          password: {description: Who may, type: string, format: password}
        """);
    var addon = new AddonCatalog(List.of(addons)).get("web");
    model =
        new ConfigureModel(
            new ClusterAddon(addon, true, false, Map.of("port", "81", "password", "hunter2")));
  }

  @Test
  void nothingIsSetThatNobodyChanged() {
    assertThat(model.ready().get()).isFalse();
    assertThat(model.changes()).isEmpty();
  }

  @Test
  void onlyWhatChangedIsSet() {
    model.parameters().getFirst().text().set("82");
    assertThat(model.ready().get()).isTrue();
    assertThat(model.changes()).isEqualTo(Map.of("port", "82"));
  }

  @Test
  void whatTheAddonCannotHaveIsNotSet() {
    for (var wrong : List.of("100", "0", "many", "")) {
      model.parameters().getFirst().text().set(wrong);
      assertThat(model.ready().get()).as(wrong).isFalse();
    }
  }

  @Test
  void secretIsNotShownAndStaysUnlessTyped() {
    var password = model.parameters().getLast();
    assertThat(password.text().get()).isEmpty();
    assertThat(password.isRight()).isTrue();
    password.text().set("correct horse");
    assertThat(model.changes()).isEqualTo(Map.of("password", "correct horse"));
  }
}
