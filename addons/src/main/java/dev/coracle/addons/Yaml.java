package dev.coracle.addons;

import dev.coracle.errors.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML files; anything wrong with one is a problem that names it. */
final class Yaml {
  /** The largest manifests are custom resource definitions. */
  private static final int MAX_CHARACTERS = 16 << 20;

  private Yaml() {}

  /** All documents of a file that are not empty, as maps, lists and scalars. */
  static List<Object> documents(Path file) {
    var settings =
        LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MAX_CHARACTERS).build();
    var documents = new ArrayList<Object>();
    try (var text = Files.newBufferedReader(file)) {
      for (@Nullable Object document : new Load(settings).loadAllFromReader(text)) {
        if (document != null) {
          documents.add(document);
        }
      }
      return documents;
    } catch (IOException e) {
      throw broken(file, "it cannot be read: " + e);
    } catch (YamlEngineException e) {
      throw broken(file, String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }

  static ProblemException broken(Path file, String why) {
    return new ProblemException(AddonError.ADDON_BROKEN, file + ": " + why + ".");
  }
}
