package dev.coracle.vm.qemu;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmSpec;
import java.io.IOException;

/** Makes a machine of what another is or was. */
record Copier(Machine original, Site site) {

  /** What to make it of, asked for once the original's lock is held. */
  interface Source {
    FrozenMachine get() throws IOException, InterruptedException;
  }

  Vm copy(VmSpec spec, Source source) throws InterruptedException {
    Machine copy = site.vacant(spec);
    site.requireVacant(copy);
    // In the order of their names, so that no two commands wait for each other
    boolean copyFirst = copy.name().compareTo(original.name()) < 0;
    try (var _ = site.locks().hold(copyFirst ? copy.name() : original.name());
        var _ = site.locks().hold(copyFirst ? original.name() : copy.name())) {
      site.requireVacant(copy);
      FrozenMachine frozen = source.get();
      requireCopy(spec, frozen);
      new Restorer(frozen, copy, site).create(spec);
    } catch (IOException e) {
      throw new HostSpace(site.root()).explain(e);
    }
    return new QemuVm(copy, site);
  }

  private static void requireCopy(VmSpec spec, FrozenMachine frozen) {
    VmSpec original = frozen.definition().spec();
    Disks.requireNoShrinking(original, spec);
    if (frozen.asleep().isPresent() && !spec.goesOnFrom(original)) {
      throw new IllegalArgumentException(spec + " does not go on from " + original);
    }
  }
}
