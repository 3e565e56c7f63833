package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.Row.Health;
import javafx.scene.layout.Region;

/** How an object fares, at a glance. */
final class HealthDot extends Region {
  HealthDot() {
    getStyleClass().add("state-dot");
  }

  void show(Health health) {
    getStyleClass()
        .setAll(
            "state-dot",
            switch (health) {
              case GOOD -> "state-running";
              case BUSY -> "state-changing";
              case BAD -> "state-error";
              case PLAIN -> "state-stopped";
            });
  }
}
