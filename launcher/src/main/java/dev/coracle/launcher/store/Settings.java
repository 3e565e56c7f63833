package dev.coracle.launcher.store;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The user's settings: minikube's keys, which are names of flags. */
public final class Settings {
  private final Home home;
  private final VersionedFile file;

  public Settings(Home home) {
    this.home = home;
    this.file = new VersionedFile(home.settings(), LauncherError.SETTINGS_BROKEN, List.of());
  }

  /** All that are set, ordered by key. */
  public Map<String, String> all() {
    return new TreeMap<>(file.read(Settings::values).orElse(Map.of()));
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(all().get(key));
  }

  /** Durable when it returns. Which keys and values make sense is the caller's to check. */
  public void set(String key, String value) throws InterruptedException {
    update(settings -> settings.put(key, value));
  }

  /**
   * @return whether it was set
   */
  public boolean unset(String key) throws InterruptedException {
    boolean wasSet = get(key).isPresent();
    if (wasSet) {
      update(settings -> settings.remove(key));
    }
    return wasSet;
  }

  private void update(Consumer<JsonObject> change) throws InterruptedException {
    home.prepare();
    try (var _ = home.lockAll("config")) {
      file.update(object -> {
        change.accept(object.object("settings"));
        return object;
      });
    }
  }

  private static Map<String, String> values(JsonObject object) {
    return object.textsByName("settings");
  }
}
