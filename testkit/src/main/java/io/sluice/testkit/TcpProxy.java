package io.sluice.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a client and a server on 127.0.0.1 and does to their connections what networks do:
 * cuts them, at once or after so many bytes; stalls them without a word; refuses new ones. Clients
 * are pointed at {@link #port()}.
 *
 * <p>Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpProxy.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final long NEVER = Long.MAX_VALUE;

  private final InetSocketAddress target;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesToServer = new AtomicLong();
  private final AtomicLong bytesToClient = new AtomicLong();
  private final AtomicLong cutToClientAt = new AtomicLong(NEVER);
  private final AtomicLong cutToServerAt = new AtomicLong(NEVER);
  private final AtomicLong accepted = new AtomicLong();
  private final Object stall = new Object();
  private boolean stalled; // guarded by stall
  private volatile long delayMillis;
  private @Nullable ServerSocket listening; // guarded by this
  private Thread accepting; // guarded by this

  private TcpProxy(InetSocketAddress target, ServerSocket listening) {
    this.target = target;
    this.port = listening.getLocalPort();
    this.listening = listening;
    this.accepting = acceptOn(listening);
  }

  /** Listens on a free port of 127.0.0.1 and passes everything on to that port there. */
  public static TcpProxy to(int targetPort) {
    try {
      return new TcpProxy(new InetSocketAddress("127.0.0.1", targetPort), listen(0));
    } catch (IOException e) {
      throw new UncheckedIOException("No free port to listen on", e);
    }
  }

  public int port() {
    return port;
  }

  /** How many connections there are now. */
  public int connections() {
    return links.size();
  }

  /** How many connections there have been. */
  public long connectionsSoFar() {
    return accepted.get();
  }

  /** Bytes passed from the server to clients so far. */
  public long bytesToClient() {
    return bytesToClient.get();
  }

  /** Bytes passed from clients to the server so far. */
  public long bytesToServer() {
    return bytesToServer.get();
  }

  /** Cuts every connection now, with a reset. New ones are taken. */
  public void cut() {
    links.forEach(Link::cut);
  }

  /** Cuts every connection, once, when so many more bytes have gone from the server to clients. */
  public void cutAfterBytesToClient(long bytes) {
    cutToClientAt.set(bytesToClient.get() + bytes);
  }

  /** Cuts every connection, once, when so many more bytes have gone from clients to the server. */
  public void cutAfterBytesToServer(long bytes) {
    cutToServerAt.set(bytesToServer.get() + bytes);
  }

  /** Whether a cut that was asked for is still to come. */
  public boolean cutPending() {
    return cutToClientAt.get() != NEVER || cutToServerAt.get() != NEVER;
  }

  /**
   * Passes nothing on any more, in either direction; connections stay open and silent, new ones
   * hang.
   */
  public void stall() {
    synchronized (stall) {
      stalled = true;
    }
  }

  /** Has whatever the server says arrive so much later, as from far away. */
  public void delay(Duration later) {
    delayMillis = later.toMillis();
  }

  /** Cuts every connection and refuses new ones, as a server that is down. */
  public synchronized void refuse() {
    ServerSocket socket = listening;
    listening = null;
    if (socket != null) {
      closeQuietly(socket);
      // A thread in accept may still be handed a client that knocked a moment ago: it has to be
      // through before "refused" is true.
      try {
        accepting.join(CONNECT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    cut();
  }

  /** Ends {@link #stall()} and {@link #refuse()}, and forgets cuts that have not happened. */
  public synchronized void heal() {
    cutToClientAt.set(NEVER);
    cutToServerAt.set(NEVER);
    synchronized (stall) {
      stalled = false;
      stall.notifyAll();
    }
    if (listening == null) {
      try {
        ServerSocket socket = listen(port);
        listening = socket;
        accepting = acceptOn(socket);
      } catch (IOException e) {
        throw new UncheckedIOException("Port " + port + " cannot be listened on again", e);
      }
    }
  }

  @Override
  public void close() {
    refuse();
    synchronized (stall) {
      stalled = false;
      stall.notifyAll();
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    return socket;
  }

  private Thread acceptOn(ServerSocket socket) {
    return daemon(
        "accept",
        () -> {
          while (!socket.isClosed()) {
            try {
              Socket client = socket.accept();
              if (socket.isClosed()) {
                closeQuietly(client);
              } else {
                accept(client);
              }
            } catch (IOException e) {
              log.trace("Stopped taking connections on port {}", port, e);
            }
          }
        });
  }

  private void accept(Socket client) {
    accepted.incrementAndGet();
    Socket server = new Socket();
    try {
      server.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      log.debug("{} does not answer", target, e);
      closeQuietly(client);
      closeQuietly(server);
      return;
    }
    Link link = new Link(client, server);
    links.add(link);
    daemon("to-server", () -> link.pump(client, server, bytesToServer, cutToServerAt));
    daemon("to-client", () -> link.pump(server, client, bytesToClient, cutToClientAt));
  }

  private void awaitFlow() throws InterruptedException {
    synchronized (stall) {
      while (stalled) {
        stall.wait();
      }
    }
  }

  private Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy-" + port + "-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      log.trace("Already gone", e);
    }
  }

  /** A client's connection and the one to the server that goes with it. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private int halves = 2; // guarded by this

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Socket from, Socket to, AtomicLong passed, AtomicLong cutAt) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          awaitFlow();
          if (from == server && delayMillis > 0) {
            Thread.sleep(delayMillis);
          }
          long left = cutAt.get() - passed.get();
          int now = (int) Math.min(n, Math.max(0, left));
          out.write(buffer, 0, now);
          passed.addAndGet(now);
          if (now < n) {
            cutAt.set(NEVER);
            TcpProxy.this.cut();
            return;
          }
        }
        to.shutdownOutput();
      } catch (IOException e) {
        log.trace("Connection over port {} ended", port, e);
        cut();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        finished();
      }
    }

    private synchronized void finished() {
      halves--;
      if (halves == 0) {
        links.remove(this);
        closeQuietly(client);
        closeQuietly(server);
      }
    }

    void cut() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0); // a reset, not a goodbye
        } catch (IOException e) {
          log.trace("Already gone", e);
        }
        closeQuietly(socket);
      }
    }
  }
}
