package dev.coracle.launcher.archive;

/** Told how many bytes have been written or read, of all that there are. */
@FunctionalInterface
public interface Progress {
  void of(long done, long total);
}
