package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.Version;
import dev.coracle.launcher.problem.LauncherError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flags that minikube has and Coracle has not, taken out of a command line before it is read, so
 * that scripts keep working. Those that would change what comes out are refused, the others have no
 * meaning here.
 */
final class MinikubeFlags {
  /** Flags by whether a value comes after them. */
  private record Flags(Set<String> toggles, Set<String> valued) {}

  private static final Flags OF_EVERY_COMMAND =
      new Flags(
          Set.of(
              "--add_dir_header",
              "--alsologtostderr",
              "--logtostderr",
              "--one_output",
              "--rootless",
              "--skip-audit",
              "--skip_headers",
              "--skip_log_headers"),
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
              "--vmodule"));

  private static final Flags OF_START =
      new Flags(
          Set.of(
              "--auto-update-drivers",
              "--cache-images",
              "--delete-on-failure",
              "--disable-coredns-log",
              "--disable-driver-mounts",
              "--disable-metrics",
              "--disable-optimizations",
              "--enable-default-cni",
              "--ha",
              "--host-dns-resolver",
              "--hyperv-use-external-switch",
              "--install-addons",
              "--interactive",
              "--kvm-hidden",
              "--mount",
              "--native-ssh",
              "--no-kubernetes",
              "--no-vtx-check",
              "--preload",
              "--vm"),
          Set.of(
              "--base-image",
              "--binary-mirror",
              "-c",
              "--cni",
              "--container-runtime",
              "--cri-socket",
              "--docker-opt",
              "-g",
              "--gpus",
              "--host-only-cidr",
              "--host-only-nic-type",
              "--hyperkit-vpnkit-sock",
              "--hyperkit-vsock-ports",
              "--hyperv-external-adapter",
              "--hyperv-virtual-switch",
              "--image-mirror-country",
              "--image-repository",
              "--iso-url",
              "--kvm-gpu",
              "--kvm-network",
              "--kvm-numa-count",
              "--kvm-qemu-uri",
              "--listen-address",
              "--mount-string",
              "-n",
              "--nat-nic-type",
              "--network",
              "--network-plugin",
              "--nfs-share",
              "--nfs-shares-root",
              "--nodes",
              "--ports",
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
              "--wait"));

  private static final Flags OF_PAUSE =
      new Flags(Set.of("-A", "--all-namespaces"), Set.of("-n", "--namespaces"));

  private static final Flags OF_ONE_NODE = new Flags(Set.of(), Set.of("-n", "--node"));
  private static final Flags NONE = new Flags(Set.of(), Set.of());

  /** Flags without which something else would come out, but for the values that do not matter. */
  private static final Map<String, Set<String>> REFUSED =
      Map.ofEntries(
          Map.entry("-c", Set.of("containerd", "auto", "")),
          Map.entry("--cni", Set.of("auto", "bridge", "")),
          Map.entry("--container-runtime", Set.of("containerd", "auto", "")),
          Map.entry("--ha", Set.of("false")),
          Map.entry("--mount", Set.of("false")),
          Map.entry("--mount-string", Set.of("")),
          Map.entry("-n", Set.of("1")),
          Map.entry("--no-kubernetes", Set.of("false")),
          Map.entry("--nodes", Set.of("1")));

  /** They ask for what happens anyway. */
  private static final Set<String> SILENT =
      Set.of(
          "--delete-on-failure",
          "--interactive",
          "--native-ssh",
          "--node",
          "--user",
          "--vm",
          "--wait");

  private static final Map<String, String> RENAMED = Map.of("--vm-driver", "--driver");

  private MinikubeFlags() {}

  /**
   * @param arguments without the flags that have no meaning
   * @param ignored names of those that the user should be told of
   */
  record Cleaned(List<String> arguments, List<String> ignored) {}

  /**
   * @throws ProblemException {@code FLAG_UNSUPPORTED}
   */
  static Cleaned clean(String command, List<String> arguments) {
    var flags = flagsOf(command);
    var kept = new ArrayList<String>();
    var ignored = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (AuditEntry.endsOwnFlags(argument)) {
        kept.addAll(arguments.subList(i, arguments.size()));
        break;
      }
      int equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      boolean valued = OF_EVERY_COMMAND.valued.contains(name) || flags.valued.contains(name);
      if (!valued && !OF_EVERY_COMMAND.toggles.contains(name) && !flags.toggles.contains(name)) {
        kept.add(RENAMED.getOrDefault(name, name) + argument.substring(name.length()));
        continue;
      }
      boolean separate = valued && equals < 0 && i + 1 < arguments.size();
      var value =
          separate ? arguments.get(++i) : equals < 0 ? "true" : argument.substring(equals + 1);
      refuse(command, name, value);
      if (!SILENT.contains(name) && (flags.equals(OF_PAUSE) || !REFUSED.containsKey(name))) {
        ignored.add(name);
      }
    }
    return new Cleaned(kept, ignored);
  }

  private static void refuse(String command, String name, String value) {
    var harmless = REFUSED.get(name);
    if (harmless != null && command.equals("start") && !harmless.contains(value)) {
      throw new ProblemException(
          LauncherError.FLAG_UNSUPPORTED,
          name + " " + value + " is not possible in Coracle " + Version.CORACLE + ".");
    }
  }

  private static Flags flagsOf(String command) {
    return switch (command) {
      case "start" -> OF_START;
      case "pause", "unpause" -> OF_PAUSE;
      case "ip", "status", "ssh", "ssh-key", "ssh-host" -> OF_ONE_NODE;
      default -> NONE;
    };
  }

  /** Whether the next argument belongs to this one, which stands before the command's name. */
  static boolean takesValue(String argument) {
    return OF_EVERY_COMMAND.valued.contains(argument)
        || argument.equals("-p")
        || argument.equals("--profile")
        || argument.equals("-o")
        || argument.equals("--output");
  }
}
