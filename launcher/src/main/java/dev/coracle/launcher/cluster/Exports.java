package dev.coracle.launcher.cluster;

import dev.coracle.launcher.archive.Progress;

/** What an exported cluster is called in its file. */
final class Exports {
  static final String PKI = "pki/";
  static final String VM = "vm/";
  static final String CLUSTER = "cluster";

  private Exports() {}

  static Progress progress(String what, Report report) {
    return (done, total) -> report.tell(new ClusterEvent.Progress(what, done, total));
  }
}
