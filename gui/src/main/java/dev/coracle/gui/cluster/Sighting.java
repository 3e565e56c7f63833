package dev.coracle.gui.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.Optional;

/**
 * A cluster as it was seen last.
 *
 * @param config empty while it is being made, and if its file is broken
 * @param problem why it cannot be read
 * @param busy whether a command is at work on it
 */
record Sighting(
    String name,
    State state,
    Optional<ClusterConfig> config,
    Optional<Problem> problem,
    boolean busy,
    boolean currentContext) {}
