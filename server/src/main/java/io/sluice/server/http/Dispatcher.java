package io.sluice.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.sluice.http.body.RequestBody;
import io.sluice.server.access.Identity;
import io.sluice.server.http.door.Gate;
import io.sluice.server.http.door.Origins;
import io.sluice.server.http.door.SessionCookie;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Arrival;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.FormFields;
import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Method;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.state.storage.StateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** What happens around every request, in the order in which it happens. Thread-safe. */
final class Dispatcher {
  private final Gate gate;
  private final Origins origins;
  private final Permits permits;
  private final RequestBody bodies;
  private final Json json;
  private final Sender sender;
  private final ProblemWriter problems;
  private final AnswerCount answers;

  Dispatcher(
      Gate gate,
      Origins origins,
      Permits permits,
      RequestBody bodies,
      Json json,
      Sender sender,
      ProblemWriter problems,
      AnswerCount answers) {
    this.gate = gate;
    this.origins = origins;
    this.permits = permits;
    this.bodies = bodies;
    this.json = json;
    this.sender = sender;
    this.problems = problems;
    this.answers = answers;
  }

  /** Lays the paths of the routes. What is found by GET is found by HEAD, too. */
  void install(List<Route> all, RoutesConfig paths) {
    Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
    for (Route route : all) {
      add(route, HandlerType.findOrCreate(route.method().name()), paths);
      TreeSet<String> ofPath =
          methods.computeIfAbsent(route.path(), path -> new TreeSet<>(List.of("OPTIONS")));
      ofPath.add(route.method().name());
      if (route.method() == Method.GET) {
        add(route, HandlerType.HEAD, paths);
        ofPath.add(HandlerType.HEAD.name());
      }
    }
    methods.forEach(
        (path, names) ->
            paths.addHttpHandler(
                HandlerType.OPTIONS,
                path,
                context -> {
                  writeSecurityHeaders(context);
                  context.status(204).header("Allow", String.join(", ", names));
                }));
    paths.exception(HttpResponseException.class, this::writeUnrouted);
  }

  private void add(Route route, HandlerType method, RoutesConfig paths) {
    paths.addHttpHandler(method, route.path(), context -> handleCounted(route, context));
  }

  private void writeUnrouted(HttpResponseException e, Context context) {
    writeSecurityHeaders(context);
    boolean forPages =
        header(context, "Accept").filter(types -> types.contains("text/html")).isPresent()
            && !context.path().startsWith("/api/");
    problems.write(e, forPages, Optional.empty(), context);
    answers.answered(context.statusCode(), 0);
  }

  private void handleCounted(Route route, Context context) {
    long begun = System.nanoTime();
    try {
      handle(route, context);
    } finally {
      long took = route.isStream() ? 0 : System.nanoTime() - begun;
      answers.answered(context.statusCode(), took);
    }
  }

  private void handle(Route route, Context context) {
    writeSecurityHeaders(context);
    Optional<Visitor> visitor = Optional.empty();
    try {
      gate.requireHost(header(context, "Host"));
      if (route.method().changes()) {
        gate.requireOwnSite(
            header(context, "Origin"), header(context, "Host"), header(context, "Sec-Fetch-Site"));
      }
      visitor = recognise(route, context);
      if (visitor.isPresent()) {
        permits.require(visitor.get().identity(), route.access(), context::pathParam);
      }
      Arrival arrival = arrival(visitor, context);
      hold(route, arrival.address());
      Answer answer = answer(route, arrival, context);
      sender.send(answer, counted(arrival), welcome(route, visitor, context), context);
    } catch (RuntimeException e) {
      problems.write(e, route.forPages(), visitor, context);
    }
  }

  private Optional<Visitor> recognise(Route route, Context context) {
    if (route.atOnce()) {
      return Optional.empty();
    }
    Optional<Visitor> visitor;
    Optional<String> authorization = header(context, "Authorization");
    Optional<String> session = session(context);
    try {
      visitor =
          isByItself(route, context)
              ? gate.recogniseStill(authorization, session)
              : gate.recognise(authorization, session);
    } catch (ProblemException | StateException e) {
      if (route.access() instanceof Access.Open) {
        return Optional.empty();
      }
      throw e;
    }
    if (visitor.isEmpty() && !(route.access() instanceof Access.Open)) {
      throw Gate.unauthenticated();
    }
    return visitor;
  }

  private static Optional<String> session(Context context) {
    return Optional.ofNullable(context.cookie(SessionCookie.name(header(context, "Host"))));
  }

  /** Whether a page asks because it is open, and not because somebody did anything. */
  private static boolean isByItself(Route route, Context context) {
    return route.isStream() || header(context, Gate.BY_ITSELF_HEADER).isPresent();
  }

  /**
   * Whether who listens may still: it is the same somebody, with the same grants, since the feed
   * tells what they allow.
   */
  private BooleanSupplier welcome(Route route, Optional<Visitor> visitor, Context context) {
    if (visitor.isEmpty()) {
      return () -> true;
    }
    Identity who = visitor.get().identity();
    // The request is another one's by the time that this is asked.
    Optional<String> authorization = header(context, "Authorization");
    Optional<String> session = session(context);
    Map<String, String> parts = Map.copyOf(context.pathParamMap());
    return () -> {
      try {
        Optional<Visitor> now = gate.recogniseStill(authorization, session);
        permits.require(who, route.access(), name -> String.valueOf(parts.get(name)));
        return now.filter(still -> still.identity().equals(who)).isPresent();
      } catch (ProblemException e) {
        return false;
      }
    };
  }

  private static void hold(Route route, String address) {
    Optional<Duration> pause = route.brake().flatMap(brake -> brake.hold(address));
    if (pause.isPresent()) {
      long seconds = Math.max(1, pause.get().plusMillis(999).toSeconds());
      throw new ProblemException(
          ProblemKind.TOO_MANY,
          "Too many tries; the next one is possible in " + seconds + " s",
          null,
          List.of(),
          Map.of("Retry-After", Long.toString(seconds)));
    }
  }

  private Answer answer(Route route, Arrival arrival, Context context) {
    Body body = route.body();
    boolean byForm = body.kind() == Body.Kind.FORM;
    Optional<String> token = header(context, Gate.FORM_TOKEN_HEADER);
    if (!byForm || token.isPresent()) {
      requireFormToken(route, arrival, token);
    }
    if (body.kind() == Body.Kind.NONE) {
      return route.work().answer(Request.of(route, arrival, new byte[0], json));
    }
    requireType(body, context);
    try (RequestBody.Read read = bodies.read(context.req())) {
      Request request = Request.of(route, arrival, read.bytes(), json);
      if (byForm && token.isEmpty()) {
        requireFormToken(route, arrival, request.field(Gate.FORM_TOKEN_FIELD));
      }
      return route.work().answer(request);
    }
  }

  private static void requireFormToken(Route route, Arrival arrival, Optional<String> token) {
    if (route.method().changes() && !(route.access() instanceof Access.Open)) {
      arrival.visitor().ifPresent(visitor -> Gate.requireFormToken(visitor, token));
    }
  }

  private static void requireType(Body body, Context context) {
    String said = header(context, "Content-Type").orElse("");
    int parameters = said.indexOf(';');
    String type =
        (parameters < 0 ? said : said.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    boolean nothing = type.isEmpty() && body.mayMiss() && context.req().getContentLengthLong() <= 0;
    if (!nothing && !body.mediaTypes().contains(type)) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_TYPE,
          "Expected a body of the type " + String.join(" or ", body.mediaTypes()),
          "Say so by the header Content-Type",
          List.of(),
          Map.of("Accept", String.join(", ", body.mediaTypes()), "Connection", "close"));
    }
  }

  private Arrival arrival(Optional<Visitor> visitor, Context context) {
    String query = context.queryString();
    String peer = context.req().getRemoteAddr();
    return new Arrival(
        context.path(),
        context.pathParamMap(),
        query == null ? Map.of() : FormFields.of(query, "query"),
        name -> header(context, name),
        origins.address(peer, header(context, "X-Forwarded-For")),
        visitor,
        isSecure(context));
  }

  private static String counted(Arrival arrival) {
    return arrival
        .visitor()
        .map(visitor -> visitor.identity().name())
        .orElse("address " + arrival.address());
  }

  private void writeSecurityHeaders(Context context) {
    SecurityHeaders.of(isSecure(context)).forEach(context.res()::setHeader);
  }

  private boolean isSecure(Context context) {
    return origins.isSecure(
        context.req().isSecure(),
        context.req().getRemoteAddr(),
        header(context, "X-Forwarded-Proto"));
  }

  private static Optional<String> header(Context context, String name) {
    return Optional.ofNullable(context.header(name));
  }
}
