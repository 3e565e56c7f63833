package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Chooses the loopback address of a new cluster: the same for the same name, if it can be had. */
final class HostAddress {
  private static final int ATTEMPTS = 32;

  private HostAddress() {}

  /**
   * @param taken by other clusters, running or not
   * @param ports that must be free at the address
   * @throws ProblemException {@code HOST_PORT_IN_USE} if a port is in use at each of many addresses
   */
  static String choose(String name, Set<String> taken, List<Integer> ports) {
    return choose(name, taken, address -> isFree(address, ports))
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.HOST_PORT_IN_USE,
                "Port "
                    + portInUse(candidate(name, 0), ports).orElse(ports.getFirst())
                    + " is in use at every loopback address."));
  }

  static Optional<String> choose(String name, Set<String> taken, Predicate<String> usable) {
    return IntStream.range(0, ATTEMPTS)
        .mapToObj(attempt -> candidate(name, attempt))
        .filter(address -> !taken.contains(address))
        .filter(usable)
        .findFirst();
  }

  /** Within 127.16.0.0 to 127.239.255.255, away from what distributions use themselves. */
  private static String candidate(String name, int attempt) {
    var crc = new CRC32();
    crc.update((name + "#" + attempt).getBytes(StandardCharsets.UTF_8));
    long hash = crc.getValue();
    return "127."
        + (16 + (hash >>> 16 & 0xff) % 224)
        + "."
        + (hash >>> 8 & 0xff)
        + "."
        + (1 + (hash & 0xff) % 254);
  }

  static boolean isFree(String address, List<Integer> ports) {
    return portInUse(address, ports).isEmpty();
  }

  private static Optional<Integer> portInUse(String address, List<Integer> ports) {
    return ports.stream().filter(port -> !isFree(address, port)).findFirst();
  }

  private static boolean isFree(String address, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
