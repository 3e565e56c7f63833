package dev.coracle.vm.qemu;

import dev.coracle.vm.VmSpec.PortForward;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command line of the network process, as a pure function. */
final class NetworkArguments {
  /** Its exit code when an address is taken; standard error then holds {@code tcp/address:port}. */
  static final int ADDRESS_IN_USE = 3;

  private NetworkArguments() {}

  static List<String> of(Path program, VmFiles files, List<PortForward> forwards) {
    List<String> all = new ArrayList<>();
    all.add(program.toString());
    all.addAll(List.of("-pidfile", files.networkPid().toString()));
    all.addAll(List.of("-socket", files.networkSocket().toString()));
    all.addAll(List.of("-log", files.networkLog().toString()));
    for (PortForward forward : forwards) {
      all.addAll(List.of("-forward", text(forward)));
    }
    return List.copyOf(all);
  }

  private static String text(PortForward forward) {
    String address = forward.host().getAddress().getHostAddress();
    return "%s/%s:%d/%d"
        .formatted(
            forward.protocol().name().toLowerCase(Locale.ROOT),
            forward.host().getAddress() instanceof Inet6Address ? "[" + address + "]" : address,
            forward.host().getPort(),
            forward.guestPort());
  }
}
