package dev.coracle.launcher.door;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens at a loopback address. On Linux, who is not this user is turned away: everybody on a host
 * reaches its loopback.
 */
public final class Door implements AutoCloseable {
  private static final int QUEUE = 128;

  private final ServerSocket server;
  private final Peers peers;
  private final Visits visits;
  private final Set<Socket> inside = ConcurrentHashMap.newKeySet();

  /** What becomes of somebody who was let in; on a thread of their own. */
  public interface Visits {
    /** Returns when the visit is over; the socket is closed then. */
    void host(Socket visitor) throws IOException, InterruptedException;
  }

  private Door(ServerSocket server, Peers peers, Visits visits) {
    this.server = server;
    this.peers = peers;
    this.visits = visits;
  }

  /**
   * Opens one.
   *
   * @param port 0 for one that is free
   * @throws ProblemException {@code LOCAL_PORT_IN_USE}
   */
  public static Door open(InetAddress address, int port, Visits visits) {
    return open(address, port, Peers.ofThisUser(), visits);
  }

  static Door open(InetAddress address, int port, Peers peers, Visits visits) {
    try {
      var door = new Door(new ServerSocket(port, QUEUE, address), peers, visits);
      Thread.ofVirtual().name("door").start(door::admit);
      return door;
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.LOCAL_PORT_IN_USE,
          address.getHostAddress() + ":" + port + " cannot be listened at: " + e.getMessage(),
          e);
    }
  }

  /** Where it is. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Whether it turns away other users of this host. */
  public boolean isGuarded() {
    return peers.areKnown();
  }

  private void admit() {
    while (!server.isClosed()) {
      try {
        var visitor = server.accept();
        inside.add(visitor);
        if (server.isClosed()) { // one that was on the way in meanwhile
          close(visitor);
          return;
        }
        Thread.ofVirtual().start(() -> receive(visitor));
      } catch (IOException e) {
        // Closed, or a visitor who has gone already.
      }
    }
  }

  private void receive(Socket visitor) {
    try (visitor) {
      if (!peers.areKnown() || peers.isOwn(visitor)) {
        visitor.setTcpNoDelay(true);
        visits.host(visitor);
      }
    } catch (IOException e) {
      // The visitor has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inside.remove(visitor);
    }
  }

  /** Nobody else comes in, and who is inside is put out. */
  @Override
  public void close() {
    close(server);
    inside.forEach(Door::close);
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }
}
