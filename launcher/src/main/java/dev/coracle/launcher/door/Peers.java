package dev.coracle.launcher.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose program is at the other end of a connection within this host, as Linux tells in a line for
 * each end of each connection.
 */
final class Peers {
  /** Columns of the table. */
  private static final int LOCAL = 1;

  private static final int REMOTE = 2;
  private static final int OWNER = 7;

  private final Path tables;
  private final String user;

  /**
   * @param user the number of the one who is let in; empty if that cannot be told
   */
  Peers(Path tables, String user) {
    this.tables = tables;
    this.user = user;
  }

  /** Tells this user's connections from others'. */
  static Peers ofThisUser() {
    var process = Path.of("/proc/self");
    var tables = process.resolve("net");
    try {
      return new Peers(tables, Files.getAttribute(process, "unix:uid").toString());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new Peers(tables, "");
    }
  }

  /** Whether this host tells whose a connection is. */
  boolean areKnown() {
    return !user.isEmpty() && Files.isReadable(tables.resolve("tcp"));
  }

  /** Whether a program of this user's has made the connection. */
  boolean isOwn(Socket accepted) {
    return isOwn(
        (InetSocketAddress) accepted.getRemoteSocketAddress(),
        (InetSocketAddress) accepted.getLocalSocketAddress());
  }

  boolean isOwn(InetSocketAddress theirs, InetSocketAddress ours) {
    // A socket for IPv6 may speak IPv4, too.
    for (var table : List.of("tcp", "tcp6")) {
      var their = written(theirs);
      var our = written(ours);
      for (var line : lines(tables.resolve(table))) {
        var columns = line.strip().split("\\s+", -1);
        if (columns.length > OWNER
            && columns[LOCAL].endsWith(their)
            && columns[REMOTE].endsWith(our)) {
          return columns[OWNER].equals(user);
        }
      }
    }
    return false;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** As {@code 0100007F:1F90} for 127.0.0.1:8080. */
  private static String written(InetSocketAddress address) {
    var bytes = address.getAddress().getAddress();
    var text = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      text.append("%02X".formatted(bytes[i]));
    }
    return text + ":" + "%04X".formatted(address.getPort());
  }
}
