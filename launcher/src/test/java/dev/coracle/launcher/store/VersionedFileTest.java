package dev.coracle.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedFileTest {
  @TempDir private Path directory;

  @Test
  void absentFileIsEmpty() {
    assertThat(file().read(object -> object)).isEmpty();
  }

  @Test
  void updateKeepsMembersOfOthers() throws IOException {
    write("{\"version\":1,\"theirs\":{\"a\":[1]},\"ours\":1}");
    file().update(object -> object.put("ours", 2));
    assertThat(file().read(object -> object.object("theirs").has("a"))).contains(true);
    assertThat(file().read(object -> object.integer("ours"))).contains(2);
  }

  @Test
  void newerFormIsRefusedAndLeftAsItIs() throws IOException {
    write("{\"version\":2}");
    assertThatThrownBy(() -> file().update(object -> object.put("a", 1)))
        .hasMessageStartingWith("FILE_FROM_NEWER_VERSION");
    assertThat(path()).hasContent("{\"version\":2}");
  }

  @Test
  void olderFormIsMigratedStepByStep() throws IOException {
    write("{\"version\":1,\"name\":\"a\"}");
    UnaryOperator<JsonObject> first = object -> object.put("name", object.text("name") + "b");
    UnaryOperator<JsonObject> second = object -> object.put("name", object.text("name") + "c");
    var file = new VersionedFile(path(), LauncherError.SETTINGS_BROKEN, List.of(first, second));
    assertThat(file.read(object -> object.text("name"))).contains("abc");
    file.update(object -> object);
    assertThat(file.read(object -> object.integer("version") + object.text("name")))
        .contains("3abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"version\":0}", "{\"version\":\"1\"}", "\0\0\0"})
  void brokenFileIsRefusedAndLeftAsItIs(String content) throws IOException {
    write(content);
    assertThatThrownBy(() -> file().update(object -> object))
        .hasMessageStartingWith("SETTINGS_BROKEN: " + path());
    assertThat(Files.readString(path())).isEqualTo(content);
  }

  private VersionedFile file() {
    return new VersionedFile(path(), LauncherError.SETTINGS_BROKEN, List.of());
  }

  private Path path() {
    return directory.resolve("file.json");
  }

  private void write(String content) throws IOException {
    Files.writeString(path(), content);
  }
}
