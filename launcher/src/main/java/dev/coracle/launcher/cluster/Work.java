package dev.coracle.launcher.cluster;

/** A piece of work of a use case. */
@FunctionalInterface
interface Work<T> {
  T run() throws InterruptedException;
}
