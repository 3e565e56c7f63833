package dev.coracle.launcher.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * A saved state of a cluster.
 *
 * @param running whether its pods go on where they were; else the cluster boots
 * @param before the command that it was taken before, so that it can be undone; empty if it was
 *     asked for
 */
public record ClusterSnapshot(
    String name, Instant taken, boolean running, Optional<String> before) {}
