package dev.coracle.launcher.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import dev.coracle.vm.VmError;
import dev.coracle.vm.testing.FakeVmDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriversTest {
  private static final Problem SLOW =
      new Problem(VmError.HOST_VIRTUALIZATION_UNAVAILABLE, "/dev/kvm does not exist");
  private static final Problem MISSING = new Problem(VmError.DRIVER_NOT_INSTALLED, "no program");

  private final FakeVmDriver first = new FakeVmDriver();
  private final FakeVmDriver second = new FakeVmDriver();
  private final Drivers drivers = new Drivers(List.<VmDriver>of(first, second));

  @Test
  void firstOfEquallyHealthyDriversIsTheBest() throws Exception {
    var choice = drivers.chooseBest();
    assertThat(choice.driver()).isSameAs(first);
    assertThat(choice.reason()).isEqualTo("fake 1.0, the best that works here");
    assertThat(choice.problems()).isEmpty();
  }

  @Test
  void healthyDriverGoesBeforeADegradedOne() throws Exception {
    first.setHealth(new Health.Degraded("1.0", List.of(SLOW)));
    assertThat(drivers.chooseBest().driver()).isSameAs(second);
  }

  @Test
  void degradedDriverIsBetterThanNone() throws Exception {
    first.setHealth(new Health.Degraded("1.0", List.of(SLOW)));
    second.setHealth(new Health.Unusable(List.of(MISSING)));
    var choice = drivers.chooseBest();
    assertThat(choice.driver()).isSameAs(first);
    assertThat(choice.problems()).containsExactly(SLOW);
  }

  @Test
  void noUsableDriverIsAProblemWithTheReasonOfEach() {
    first.setHealth(new Health.Unusable(List.of(MISSING)));
    second.setHealth(new Health.Unusable(List.of(MISSING)));
    assertThatThrownBy(drivers::chooseBest)
        .hasMessage("DRIVER_NONE_USABLE: No driver works here. fake: no program fake: no program");
  }

  @Test
  void unusableDriverThatWasAskedForIsItsOwnProblem() {
    first.setHealth(new Health.Unusable(List.of(MISSING)));
    assertThatThrownBy(() -> drivers.choose("fake")).hasMessage("DRIVER_NOT_INSTALLED: no program");
  }

  @Test
  void unknownDriverIsAProblemThatListsThoseThereAre() {
    assertThatThrownBy(() -> drivers.choose("docker"))
        .hasMessage("DRIVER_UNKNOWN: There is no driver \"docker\"; there is fake, fake.");
    assertThatThrownBy(() -> drivers.named("kvm")).hasMessageContaining("\"kvm\"");
  }
}
