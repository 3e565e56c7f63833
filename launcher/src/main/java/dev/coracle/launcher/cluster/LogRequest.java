package dev.coracle.launcher.cluster;

import java.util.Optional;

/**
 * Which lines of which logs.
 *
 * @param component a name of docs/guest.md; absent: all of them
 * @param lines at most so many of each, the last ones; 0: all
 * @param follow goes on until interrupted
 * @param problems only lines that look like trouble
 * @param lastStartOnly of the node's log since it last booted
 */
public record LogRequest(
    Optional<String> component,
    int lines,
    boolean follow,
    boolean problems,
    boolean lastStartOnly) {}
