package dev.coracle.gui.cluster;

import dev.coracle.gui.view.Page;
import java.util.List;

/** What a feature contributes: its pages about one cluster, in their order. */
@FunctionalInterface
public interface ClusterPages {
  List<Page> of(Cluster cluster);
}
