package dev.coracle.gui.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.cluster.NewClusterModel.Fault;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewClusterModelTest {
  @TempDir Path directory;

  @Test
  void beginsWithAFreeNameAndRefusesOnesThatCannotBe() throws IOException, InterruptedException {
    var bed = new TestBed(directory);
    bed.start("dev");
    var clusters = new ClusterList(new Launcher(bed.surroundings()), Runnable::run);
    clusters.look();
    var model = new NewClusterModel(clusters);
    assertThat(model.name().get()).isEqualTo("dev-2");
    assertThat(model.fault().getValue()).isEmpty();

    model.name().set(" ");
    assertThat(model.fault().getValue()).contains(Fault.MISSING);
    model.name().set("-dev");
    assertThat(model.fault().getValue()).contains(Fault.FORM);
    model.name().set("dev");
    assertThat(model.fault().getValue()).contains(Fault.TAKEN);

    bed.delete("dev");
    clusters.look();
    assertThat(model.fault().getValue()).isEmpty();
  }
}
