package dev.coracle.launcher.store;

import dev.coracle.errors.ErrorCode;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A JSON object in a file, with the version of its form in member {@code version}.
 *
 * @param broken the code of the problem that a file is which cannot be understood
 * @param migrations the n-th makes form n + 2 out of form n + 1; so there is one form more than
 *     migrations
 */
public record VersionedFile(
    Path path, ErrorCode broken, List<UnaryOperator<JsonObject>> migrations) {
  public VersionedFile {
    migrations = List.copyOf(migrations);
  }

  /**
   * Reads the object, in today's form, into something else; empty if there is no file.
   *
   * @throws ProblemException {@code broken} for a file that is no such object, {@code
   *     FILE_FROM_NEWER_VERSION}; the file is left as it is
   */
  public <T> Optional<T> read(Function<JsonObject, T> into) {
    byte[] text;
    try {
      text = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, path + " could not be read: " + e, e);
    }
    try {
      return Optional.of(into.apply(migrated(JsonObject.parse(text))));
    } catch (JsonException | IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(broken, path + " is broken: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Changes the object and writes it, durably; members that {@code change} leaves alone are kept. A
   * missing file is made.
   */
  public void update(UnaryOperator<JsonObject> change) {
    var changed = change.apply(read(object -> object).orElseGet(JsonObject::new));
    changed.put("version", version());
    AtomicFile.writePrivate(path, changed.toBytes());
  }

  private JsonObject migrated(JsonObject object) {
    int found = object.integer("version");
    if (found > version()) {
      throw new ProblemException(
          LauncherError.FILE_FROM_NEWER_VERSION,
          path + " has form " + found + ", this Coracle knows " + version() + ".");
    }
    if (found < 1) {
      throw new IllegalArgumentException("no form " + found);
    }
    var current = object;
    for (var migration : migrations.subList(found - 1, migrations.size())) {
      current = migration.apply(current);
    }
    return current;
  }

  private int version() {
    return migrations.size() + 1;
  }
}
