package dev.coracle.launcher.cluster;

import dev.coracle.launcher.image.NodeImage;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.DirectBoot;
import dev.coracle.vm.VmSpec.PortForward;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The VM that a cluster needs. */
final class VmSpecs {
  private static final int GUEST_SSH_PORT = 22;

  private VmSpecs() {}

  static VmSpec of(ClusterConfig config, ClusterFolder folder, NodeImage image) {
    return new VmSpec(
        folder.vmName(),
        folder.vm(),
        config.cpus(),
        config.memoryMiB(),
        config.diskMiB(),
        image.iso().file(),
        Optional.of(
            new DirectBoot(image.kernel().file(), image.initrd().file(), image.commandLine())),
        folder.configDisk(),
        forwards(config),
        List.of());
  }

  /** The VM of a cluster that is made of another VM: the guest finds all that it knows of. */
  static VmSpec copy(VmSpec original, ClusterConfig config, ClusterFolder folder) {
    return new VmSpec(
        folder.vmName(),
        folder.vm(),
        original.cpus(),
        original.memoryMiB(),
        original.diskMiB(),
        original.iso(),
        original.directBoot(),
        folder.configDisk(),
        forwards(config),
        original.folders());
  }

  static List<PortForward> forwards(ClusterConfig config) {
    return List.of(
        forward(config, ClusterConfig.SSH_PORT, GUEST_SSH_PORT),
        forward(config, config.apiServerPort(), config.apiServerPort()),
        forward(config, ClusterConfig.STATUS_PORT, ClusterConfig.STATUS_PORT));
  }

  /** Where the host must be able to listen. */
  static List<InetSocketAddress> endpoints(ClusterConfig config) {
    return List.of(
        endpoint(config, ClusterConfig.SSH_PORT),
        endpoint(config, config.apiServerPort()),
        endpoint(config, ClusterConfig.STATUS_PORT));
  }

  private static PortForward forward(ClusterConfig config, int hostPort, int guestPort) {
    return new PortForward(endpoint(config, hostPort), guestPort, PortForward.Protocol.TCP);
  }

  private static InetSocketAddress endpoint(ClusterConfig config, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(config.hostAddress()), port);
  }
}
