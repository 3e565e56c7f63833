package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import org.junit.jupiter.api.Test;

class DashboardLinkTest {
  @Test
  void leadsToTheExactPage() {
    assertThat(path(ObjectKind.STATEFUL_SET)).isEqualTo("c/dev/statefulsets/shop/db");
    assertThat(path(ObjectKind.CLAIM)).isEqualTo("c/dev/storage/persistentvolumeclaims/shop/db");
    assertThat(path(ObjectKind.EVENT)).isEqualTo("c/dev/");
  }

  private static String path(ObjectKind kind) {
    return DashboardLink.path("dev", new ObjectId(kind, "shop", "db"));
  }
}
