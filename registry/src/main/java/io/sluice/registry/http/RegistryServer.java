package io.sluice.registry.http;

import io.sluice.http.ErrorForm;
import io.sluice.http.JettyServer;
import io.sluice.http.ListenSettings;
import io.sluice.http.Routing;
import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.ServerLimits;
import io.sluice.http.limit.Workers;
import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Dispatcher;
import io.sluice.registry.http.endpoint.Endpoints;
import java.net.URI;
import java.util.Set;

/**
 * A registry that clients reach over HTTP, as they reach Confluent's. Serves until it is closed;
 * the registry stays the caller's. May be closed from any thread.
 */
public final class RegistryServer implements AutoCloseable {
  /** Of the heap; the rest is for the registry's caches and for what is not counted. */
  private static final int BODIES_SHARE = 4;

  /** Of heap for each byte of a body; nearly all of it for the schema while it is read. */
  private static final int HEAP_PER_BYTE = 50;

  /** Reading schemas keeps a processor busy: more threads than that would only wait. */
  private static final int WORKERS_PER_PROCESSOR = 4;

  private final JettyServer jetty;
  private final Workers workers;

  private RegistryServer(JettyServer jetty, Workers workers) {
    this.jetty = jetty;
    this.workers = workers;
  }

  /**
   * Begins to serve; on return it does.
   *
   * @throws io.sluice.http.ServerException if it cannot listen there
   */
  public static RegistryServer start(Registry registry, ServerSettings settings) {
    ServerLimits limits = settings.limits();
    Workers workers = workers(limits);
    BodyMemory memory =
        new BodyMemory(
            Runtime.getRuntime().maxMemory() / BODIES_SHARE, HEAP_PER_BYTE, limits.longestWait());
    Dispatcher dispatcher = new Dispatcher(settings.users(), limits, memory, workers);
    ErrorForm errors = new RegistryErrors();
    JettyServer jetty =
        new JettyServer(
            Routing.of(
                errors,
                routes -> dispatcher.install(Endpoints.of(registry, settings.version()), routes)),
            errors,
            listening(settings));
    try {
      jetty.start();
      return new RegistryServer(jetty, workers);
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  private static Workers workers(ServerLimits limits) {
    return new Workers(
        "sluice-registry",
        WORKERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(),
        limits.requestsAtOnce(),
        limits.work(),
        new Workers.Words(
            "Too many schemas wait to be looked at; try again later",
            "The schema took longer than "
                + limits.work().toSeconds()
                + " s to be read and compared, and was given up on"));
  }

  private static ListenSettings listening(ServerSettings settings) {
    // Subjects have slashes and whatever else in them.
    return new ListenSettings(
        "sluice-registry-http",
        settings.host(),
        settings.port(),
        settings.limits(),
        settings.key(),
        true,
        Set.of());
  }

  /** Where it listens. */
  public int port() {
    return jetty.port();
  }

  /** Where clients find it. */
  public URI url() {
    return jetty.url();
  }

  /** Stops listening; requests that are being worked on have a few seconds to end. */
  @Override
  public void close() {
    jetty.stop();
    workers.close();
  }
}
