package dev.coracle.launcher.cluster;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What looks after clusters while no command does.
 *
 * @param program {@code coracle-attendant}
 * @param hostTells whether this host may tell when it is about to sleep or to shut down
 */
public record AttendantMeans(Path program, BooleanSupplier hostTells) {}
