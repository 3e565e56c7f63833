package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec;

/** Where a machine is on this host, of which its guest sees nothing but the config disk. */
record Place(VmSpec spec, VmFiles files) {}
