package dev.coracle.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flags that minikube has and that have no meaning here, taken out of a command line before it is
 * read, so that scripts keep working.
 */
final class MinikubeFlags {
  private static final Set<String> GLOBAL_TOGGLES =
      Set.of(
          "--alsologtostderr",
          "--logtostderr",
          "--one_output",
          "--rootless",
          "--skip-audit",
          "--skip_headers",
          "--skip_log_headers",
          "--add_dir_header");
  private static final Set<String> GLOBAL_VALUES =
      Set.of(
          "-b",
          "--bootstrapper",
          "--log_backtrace_at",
          "--log_dir",
          "--log_file",
          "--log_file_max_size",
          "--stderrthreshold",
          "--user",
          "-v",
          "--v",
          "--vmodule");
  private static final Map<String, Set<String>> TOGGLES =
      Map.of(
          "start",
          Set.of(
              "--auto-update-drivers",
              "--cache-images",
              "--disable-coredns-log",
              "--disable-driver-mounts",
              "--disable-metrics",
              "--disable-optimizations",
              "--enable-default-cni",
              "--host-dns-resolver",
              "--hyperv-use-external-switch",
              "--install-addons",
              "--interactive",
              "--kvm-hidden",
              "--native-ssh",
              "--no-vtx-check",
              "--preload"),
          "stop",
          Set.of("--cancel-scheduled"));
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "start",
          Set.of(
              "--auto-pause-interval",
              "--base-image",
              "--binary-mirror",
              "--cri-socket",
              "--gpus",
              "-g",
              "--host-only-cidr",
              "--host-only-nic-type",
              "--hyperkit-vpnkit-sock",
              "--hyperkit-vsock-ports",
              "--hyperv-external-adapter",
              "--hyperv-virtual-switch",
              "--iso-url",
              "--kvm-gpu",
              "--kvm-network",
              "--kvm-numa-count",
              "--kvm-qemu-uri",
              "--nat-nic-type",
              "--network",
              "--network-plugin",
              "--nfs-share",
              "--nfs-shares-root",
              "--qemu-firmware-path",
              "--socket-vmnet-client-path",
              "--socket-vmnet-path",
              "--ssh-ip-address",
              "--ssh-key",
              "--ssh-port",
              "--ssh-user",
              "--subnet",
              "--trace",
              "--uuid",
              "--vm"));
  // Ask for what happens anyway: no reason to speak of them.
  private static final Set<String> SILENT =
      Set.of("--user", "--delete-on-failure", "--native-ssh", "--interactive", "--vm");

  private MinikubeFlags() {}

  /**
   * @param arguments without the flags that have no meaning
   * @param ignored names of those that the user should be told of
   */
  record Cleaned(List<String> arguments, List<String> ignored) {}

  static Cleaned clean(String command, List<String> arguments) {
    var toggles = TOGGLES.getOrDefault(command, Set.of());
    var values = VALUES.getOrDefault(command, Set.of());
    var kept = new ArrayList<String>();
    var ignored = new ArrayList<String>();
    boolean foreign = false;
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      foreign |= endsOwnFlags(argument);
      int equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      boolean toggle =
          GLOBAL_TOGGLES.contains(name)
              || toggles.contains(name)
              || (command.equals("start") && name.equals("--delete-on-failure"));
      boolean value = GLOBAL_VALUES.contains(name) || values.contains(name);
      if (foreign || !(toggle || value)) {
        kept.add(argument);
        continue;
      }
      if (!SILENT.contains(name)) {
        ignored.add(name);
      }
      if (value && equals < 0) {
        i++;
      }
    }
    return new Cleaned(kept, ignored);
  }

  /** What follows these is the command line of another program. */
  static boolean endsOwnFlags(String argument) {
    return argument.equals("--") || argument.equals("kubectl") || argument.equals("ssh");
  }

  /** Whether the next argument belongs to this one, which stands before the command's name. */
  static boolean takesValue(String argument) {
    return GLOBAL_VALUES.contains(argument)
        || argument.equals("-p")
        || argument.equals("--profile")
        || argument.equals("-o")
        || argument.equals("--output");
  }
}
