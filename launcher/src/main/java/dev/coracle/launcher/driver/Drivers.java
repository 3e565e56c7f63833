package dev.coracle.launcher.driver;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The drivers of this release, in order of preference where several are as healthy. */
public final class Drivers {
  /** What minikube's users type. */
  private static final Map<String, String> ALIASES =
      Map.of("kvm", "qemu", "qemu2", "qemu", "kvm2", "libvirt", "vbox", "virtualbox");

  private final List<VmDriver> drivers;

  public Drivers(List<VmDriver> drivers) {
    this.drivers = List.copyOf(drivers);
  }

  public List<VmDriver> all() {
    return drivers;
  }

  /**
   * A driver by its id or an alias.
   *
   * @throws ProblemException {@code DRIVER_UNKNOWN}
   */
  public VmDriver named(String name) {
    var id = ALIASES.getOrDefault(name, name);
    return drivers.stream()
        .filter(driver -> driver.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.DRIVER_UNKNOWN,
                "There is no driver \"" + name + "\"; there is " + names() + "."));
  }

  /**
   * The driver that was asked for.
   *
   * @throws ProblemException {@code DRIVER_UNKNOWN}, or the first of its problems if it is unusable
   */
  public DriverChoice choose(String name) throws InterruptedException {
    var driver = named(name);
    return switch (driver.health()) {
      case Health.Ready ready ->
          new DriverChoice(driver, driver.id() + " " + ready.version(), List.of());
      case Health.Degraded degraded ->
          new DriverChoice(driver, driver.id() + " " + degraded.version(), degraded.problems());
      case Health.Unusable unusable -> throw new ProblemException(unusable.problems().getFirst());
    };
  }

  /**
   * The best driver that works: one in full health before one that is degraded.
   *
   * @throws ProblemException {@code DRIVER_NONE_USABLE} with the reason of each
   */
  public DriverChoice chooseBest() throws InterruptedException {
    var degraded = new ArrayList<DriverChoice>();
    var reasons = new ArrayList<String>();
    for (var driver : drivers) {
      switch (driver.health()) {
        case Health.Ready ready -> {
          return new DriverChoice(
              driver,
              driver.id() + " " + ready.version() + ", the best that works here",
              List.of());
        }
        case Health.Degraded lesser ->
            degraded.add(
                new DriverChoice(
                    driver,
                    driver.id() + " " + lesser.version() + ", the best that works here",
                    lesser.problems()));
        case Health.Unusable unusable -> reasons.add(driver.id() + ": " + details(unusable));
      }
    }
    if (degraded.isEmpty()) {
      throw new ProblemException(
          LauncherError.DRIVER_NONE_USABLE, "No driver works here. " + String.join(" ", reasons));
    }
    return degraded.getFirst();
  }

  private static String details(Health.Unusable unusable) {
    return String.join(" ", unusable.problems().stream().map(Problem::detail).toList());
  }

  private String names() {
    return String.join(", ", drivers.stream().map(VmDriver::id).toList());
  }
}
