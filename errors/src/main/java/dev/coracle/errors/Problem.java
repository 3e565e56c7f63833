package dev.coracle.errors;

/**
 * A failure as a value: shown by the CLI and the GUI, returned by health checks, carried by {@link
 * ProblemException}.
 *
 * @param detail what happened and why, one sentence without the advice
 */
public record Problem(ErrorCode code, String detail) {}
