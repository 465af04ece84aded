package io.sluice.server.http;

import io.sluice.http.ErrorForm;
import io.sluice.http.JettyServer;
import io.sluice.http.ListenSettings;
import io.sluice.http.Routing;
import io.sluice.http.body.RequestBody;
import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.ServerLimits;
import io.sluice.server.http.door.Gate;
import io.sluice.server.http.door.Origins;
import io.sluice.server.http.door.ServedHosts;
import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Route;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Serves the API and the console. Serves until it is closed; what it was given stays the caller's.
 * May be closed from any thread.
 */
public final class WebServer implements AutoCloseable {
  /** Of the heap: pipelines run beside it. */
  private static final int BODIES_SHARE = 16;

  /** Of heap for each byte of a body: its text, and the records that are made of it. */
  private static final int HEAP_PER_BYTE = 10;

  private final JettyServer jetty;

  private WebServer(JettyServer jetty) {
    this.jetty = jetty;
  }

  /**
   * Begins to serve; on return it does.
   *
   * @throws io.sluice.http.ServerException if it cannot listen there
   */
  public static WebServer start(WebSettings settings, WebParts parts, List<Route> routes) {
    Dispatcher dispatcher = dispatcher(settings, parts);
    ErrorForm errors = new BareProblems();
    JettyServer jetty =
        new JettyServer(
            Routing.of(errors, paths -> dispatcher.install(routes, paths)),
            errors,
            new ListenSettings(
                "sluice-http",
                settings.host(),
                settings.port(),
                settings.limits(),
                settings.key(),
                false,
                besides(routes)));
    jetty.start();
    return new WebServer(jetty);
  }

  private static Dispatcher dispatcher(WebSettings settings, WebParts parts) {
    ServerLimits limits = settings.limits();
    Json json = new Json(limits.bodyBytes());
    BodyMemory memory =
        new BodyMemory(
            Runtime.getRuntime().maxMemory() / BODIES_SHARE, HEAP_PER_BYTE, limits.longestWait());
    return new Dispatcher(
        new Gate(
            new ServedHosts(settings.names(), isThisMachine(settings.host())), parts.doorman()),
        new Origins(settings.proxies()),
        new Permits(parts.namespaces()),
        new RequestBody(limits, memory),
        json,
        new Sender(json, parts.events()),
        new ProblemWriter(new Refusals(parts.random()), parts.pages(), parts.redact(), json),
        parts.answers());
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Told when it is to be listened there.
      return false;
    }
  }

  /** As patterns of Jetty's: a part in braces is anything but a slash. */
  private static Set<String> besides(List<Route> routes) {
    return routes.stream()
        .filter(route -> route.isStream() || route.atOnce())
        .map(
            route ->
                route.path().contains("{")
                    ? "^" + route.path().replaceAll("\\{[a-z_]+}", "[^/]+") + "$"
                    : route.path())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where it listens. */
  public int port() {
    return jetty.port();
  }

  /** Where clients on this machine find it. */
  public URI url() {
    return jetty.url();
  }

  /** Stops listening; requests that are being worked on have a few seconds to end. */
  @Override
  public void close() {
    jetty.stop();
  }
}
