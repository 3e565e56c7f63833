package dev.coracle.launcher.guest;

/** What a finished command printed, as UTF-8, and its exit code; 128 + signal if it was killed. */
public record CommandResult(int exitCode, String stdout, String stderr) {}
