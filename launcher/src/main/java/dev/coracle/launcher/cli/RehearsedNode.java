package dev.coracle.launcher.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.NodeCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;

/** Answers as a cluster's node does, over mutual TLS. */
final class RehearsedNode {
  private static final byte[] STATUS =
      """
      {"version": 1, "kubernetesVersion": "v1.36.3", "ready": true, "time": "2026-01-01T00:00:00Z", "uptimeSeconds": 20.5,
       "components": [{"name": "apiserver", "state": "ready", "startedSeconds": 1.5, "readySeconds": 9.5, "restarts": 0}]}
      """
          .getBytes(US_ASCII);

  private RehearsedNode() {}

  /** Begins to serve, until this process ends. */
  static void serve(ClusterIdentity identity, String address, int... ports)
      throws IOException, GeneralSecurityException {
    var tls = NodeCertificates.mutualTls(identity, address);
    for (var port : ports) {
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
      server.setHttpsConfigurator(tls);
      server.createContext("/", RehearsedNode::answer);
      server.start();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, STATUS.length);
      exchange.getResponseBody().write(STATUS);
    }
  }
}
