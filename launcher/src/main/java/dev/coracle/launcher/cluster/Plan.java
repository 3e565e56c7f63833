package dev.coracle.launcher.cluster;

import dev.coracle.launcher.driver.DriverChoice;
import dev.coracle.launcher.image.NodeImage;
import java.util.List;

/**
 * What a start is going to do.
 *
 * @param image as it was found, not yet verified
 * @param changes what is new of an existing cluster, for a person
 */
record Plan(ClusterRecord cluster, NodeImage image, DriverChoice driver, List<String> changes) {
  Plan {
    changes = List.copyOf(changes);
  }

  Plan with(ClusterRecord next) {
    return new Plan(next, image, driver, changes);
  }

  int slowness() {
    return driver.slowness();
  }
}
