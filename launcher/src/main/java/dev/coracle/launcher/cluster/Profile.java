package dev.coracle.launcher.cluster;

/**
 * A cluster in a list.
 *
 * @param active commands without {@code --profile} mean it
 * @param currentContext kubectl without {@code --context} means it
 */
public record Profile(
    String name,
    ClusterStatus.State status,
    boolean active,
    boolean currentContext,
    ClusterConfig config) {}
