package io.sluice.http;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.limit.SlowReaders;
import io.sluice.http.limit.SlowSenders;
import io.sluice.http.tls.ServerKey;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty with one servlet, within bounds. Serves between {@link #start} and {@link #stop}. */
public final class JettyServer {
  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

  /** Beside those of requests: an acceptor, a selector, and some that Jetty keeps for itself. */
  private static final int OWN_THREADS = 8;

  private static final int FEWEST_THREADS = 4;
  private static final int THREAD_IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 5_000;

  /** How long a connection may be silent once the server is to stop. */
  private static final int IDLE_AT_STOP_MILLIS = 100;

  private final ListenSettings settings;
  private final Server server;
  private final ServerConnector connector;

  /**
   * A server that does not listen yet.
   *
   * @param errors of what never gets to the servlet
   */
  public JettyServer(Servlet servlet, ErrorForm errors, ListenSettings settings) {
    this.settings = settings;
    ServerLimits limits = settings.limits();
    QueuedThreadPool threads =
        new QueuedThreadPool(
            limits.requestsAtOnce() + OWN_THREADS, FEWEST_THREADS, THREAD_IDLE_MILLIS);
    threads.setName(settings.name());
    threads.setDaemon(true);
    this.server = new Server(threads);
    this.connector = connector(limits);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    server.setErrorHandler(new BareErrors(errors));
    server.setHandler(new GracefulHandler(bounded(servlet, limits)));
    server.setStopTimeout(STOP_MILLIS);
  }

  private ServerConnector connector(ServerLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    if (settings.slashesInParts()) {
      http.setUriCompliance(UriCompliance.LEGACY);
    }
    List<ConnectionFactory> protocols = new ArrayList<>();
    settings
        .key()
        .ifPresent(
            key -> {
              // Any name will do: by which ones a server is reached, it need not know.
              http.addCustomizer(new SecureRequestCustomizer(false));
              protocols.add(new SslConnectionFactory(sslContext(key), "http/1.1"));
            });
    protocols.add(new HttpConnectionFactory(http));
    ServerConnector made =
        new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
    made.setHost(settings.host());
    made.setPort(settings.port());
    made.setIdleTimeout(limits.idle().toMillis());
    made.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
    made.addBean(new SlowSenders(made.getScheduler(), limits.arrival()));
    made.setAcceptedSendBufferSize(SlowReaders.SEND_BUFFER);
    made.addBean(new SlowReaders(made.getScheduler(), limits.taking()));
    return made;
  }

  private static SslContextFactory.Server sslContext(ServerKey key) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStore(key.store());
    ssl.setKeyStorePassword(key.password());
    return ssl;
  }

  private QoSHandler bounded(Servlet servlet, ServerLimits limits) {
    ServletContextHandler context = new ServletContextHandler();
    context.getServletHandler().setDecodeAmbiguousURIs(settings.slashesInParts());
    context.addServlet(new ServletHolder(servlet), "/*");
    QoSHandler bounded = new QoSHandler(new KnownMethods(context));
    bounded.setMaxRequestCount(limits.requestsAtOnce());
    bounded.setMaxSuspendedRequestCount(limits.requestsWaiting());
    bounded.setMaxSuspend(limits.longestWait());
    settings.besides().forEach(bounded::excludePath);
    return bounded;
  }

  /**
   * Begins to listen; on return it does.
   *
   * @throws ServerException if it cannot listen there
   */
  public void start() {
    try {
      server.start();
    } catch (IOException | UnresolvedAddressException e) {
      stop();
      throw new ServerException(address() + ": " + problem(e), e);
    } catch (Exception e) {
      stop();
      throw new ServerException(address() + ": the server does not start: " + e.getMessage(), e);
    }
  }

  private static String problem(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (e instanceof UnresolvedAddressException || cause instanceof UnresolvedAddressException) {
      return "there is no such host";
    }
    if (cause instanceof BindException || cause instanceof SocketException) {
      return "one cannot listen there: " + cause.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  /** Stops listening; requests that are being worked on have a few seconds to end. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The server did not stop in order", e);
    }
  }

  /** Where it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where clients on this machine find it. */
  public URI url() {
    return URI.create(
        (settings.key().isPresent() ? "https" : "http") + "://" + host() + ":" + port());
  }

  private String address() {
    return host() + ":" + settings.port();
  }

  private String host() {
    String host = settings.host();
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
