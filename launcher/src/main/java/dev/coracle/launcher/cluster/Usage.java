package dev.coracle.launcher.cluster;

import java.time.Duration;

/**
 * What a node uses now.
 *
 * @param cpus of the virtual ones, 0.25 is a quarter of one
 * @param diskMiB of its data disk
 * @param diskTotalMiB what its file system holds
 * @param pods that run
 * @param up how long the node has run
 */
public record Usage(
    double cpus, long memoryMiB, long diskMiB, long diskTotalMiB, int pods, Duration up) {}
