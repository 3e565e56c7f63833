package dev.coracle.vm.qemu;

import java.time.Duration;

/** What executes the guest's instructions. */
enum Accelerator {
  KVM("kvm", "host", "", 1),
  /**
   * Emulation: works everywhere, 10 to 20 times slower. A guest that is told of fast string
   * instructions clears and copies memory with {@code rep stosb} and {@code rep movsb}, which are
   * carried out byte by byte here. Timers of less than a tick cost it more than all else that is
   * periodic: each is an access to an emulated timer, an interrupt and a context switch. What a
   * kernel does against the speculation of processors is dear, and does not reach the processor.
   */
  TCG("tcg,thread=multi", "max,erms=off,fsrm=off", " highres=off mitigations=off", 4);

  final String option;
  final String cpu;

  /** What to add to the command line of a kernel that is booted directly. */
  final String kernelOptions;

  private final int slowness;

  Accelerator(String option, String cpu, String kernelOptions, int slowness) {
    this.option = option;
    this.cpu = cpu;
    this.kernelOptions = kernelOptions;
    this.slowness = slowness;
  }

  /** How long to wait here for what takes at most {@code limit} with hardware acceleration. */
  Duration scale(Duration limit) {
    // Not multipliedBy: it loads arithmetic of any precision, for which a quick command has no
    // time.
    return Duration.ofNanos(limit.toNanos() * slowness);
  }
}
