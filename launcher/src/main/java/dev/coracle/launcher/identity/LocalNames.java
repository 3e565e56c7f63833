package dev.coracle.launcher.identity;

import java.util.List;

/**
 * Names and addresses that nobody has on the Internet (RFC 2606, 6761, 6762, 8375; ICANN's
 * internal). A browser may trust a CA for these: whoever steals its key can pose as no real server.
 */
final class LocalNames {
  static final byte[] CONSTRAINTS =
      Constraints.permitting(
          List.of("test", "localhost", "local", "internal", "home.arpa", "example"),
          List.of(new byte[] {127, 0, 0, 0, (byte) 0xff, 0, 0, 0}));

  private LocalNames() {}
}
