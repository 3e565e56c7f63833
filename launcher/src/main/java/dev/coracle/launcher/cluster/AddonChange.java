package dev.coracle.launcher.cluster;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A command that switched addons, and can be undone by switching them back.
 *
 * @param command as it was typed
 * @param before what the cluster's file said of those that it switched, or would have; none of them
 *     before one that needs it
 */
record AddonChange(String command, Instant time, Map<String, AddonState> before) {
  AddonChange {
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
  }
}
