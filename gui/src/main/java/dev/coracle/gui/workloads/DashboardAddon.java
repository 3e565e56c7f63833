package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.ObjectId;

/** The way to the web dashboard of a cluster, for what goes deeper than this app. */
@FunctionalInterface
interface DashboardAddon {
  /** Opens the page of an object in a browser; offers to enable the addon where it is not. */
  void show(ObjectId id);
}
