package dev.coracle.launcher.store;

import java.util.Map;
import java.util.Optional;

/** The user's settings, {@code config/config.json}: minikube's keys, which are names of flags. */
public final class Settings {
  /** All that are set, ordered by key. */
  public Map<String, String> all() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> get(String key) {
    throw new UnsupportedOperationException(key);
  }

  /** Durable when it returns. Which keys and values make sense is the caller's to check. */
  public void set(String key, String value) {
    throw new UnsupportedOperationException(key + value);
  }

  /**
   * @return whether it was set
   */
  public boolean unset(String key) {
    throw new UnsupportedOperationException(key);
  }
}
