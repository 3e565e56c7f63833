package dev.coracle.launcher.preflight;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the host can listen where the cluster is to be reached. */
final class Endpoints {
  private Endpoints() {}

  static List<HostCheck> checks(List<InetSocketAddress> endpoints) {
    var checks = new ArrayList<HostCheck>();
    endpoints.stream()
        .map(InetSocketAddress::getAddress)
        .distinct()
        .forEach(address -> checks.add(address(address)));
    endpoints.forEach(endpoint -> checks.add(port(endpoint)));
    return checks;
  }

  static HostCheck address(InetAddress address) {
    var literal = address.getHostAddress();
    return new HostCheck(
        "address",
        "Address " + literal,
        () ->
            refusal(new InetSocketAddress(address, 0))
                .<CheckResult>map(why ->
                    failed(
                        LauncherError.HOST_ADDRESS_UNUSABLE,
                        "%s is no address of this computer: %s".formatted(literal, why)))
                .orElseGet(() -> new CheckResult.Ok(literal + " is usable")),
        // Linux and Windows answer at all of 127.0.0.0/8
        System.getProperty("os.name").startsWith("Mac")
            ? Optional.of(
                new Fix.CommandLine(
                    "Adds the address to the loopback interface, until the next boot.",
                    "sudo ifconfig lo0 alias %s up".formatted(literal)))
            : Optional.empty());
  }

  static HostCheck port(InetSocketAddress endpoint) {
    var text = endpoint.getAddress().getHostAddress() + ":" + endpoint.getPort();
    return new HostCheck(
        "port-" + endpoint.getPort(),
        "Port " + text,
        () ->
            // an address that is not there at all is the finding of the check before
            refusal(new InetSocketAddress(endpoint.getAddress(), 0)).isPresent()
                ? new CheckResult.Ok(text + " is not held by another program")
                : refusal(endpoint)
                    .<CheckResult>map(why ->
                        failed(
                            LauncherError.HOST_PORT_IN_USE,
                            "%s can't be listened at: %s".formatted(text, why)))
                    .orElseGet(() -> new CheckResult.Ok(text + " is free")),
        Optional.empty());
  }

  private static CheckResult failed(LauncherError code, String detail) {
    return new CheckResult.Failed(new Problem(code, detail));
  }

  private static Optional<String> refusal(InetSocketAddress endpoint) {
    try (var socket = new ServerSocket()) {
      socket.bind(endpoint);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
