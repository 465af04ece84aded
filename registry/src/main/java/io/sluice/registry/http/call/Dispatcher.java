package io.sluice.registry.http.call;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.sluice.http.access.CrossSite;
import io.sluice.http.body.RequestBody;
import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.ServerLimits;
import io.sluice.http.limit.Workers;
import io.sluice.registry.http.access.User;
import io.sluice.registry.http.access.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens around every request: which type the answer is in, who asks, the body, and what
 * becomes of a refusal. Thread-safe.
 */
public final class Dispatcher {
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private final Optional<Users> users;
  private final RequestBody bodies;
  private final Workers workers;
  private final BodyMemory memory;
  private final JsonText json;
  private final Answers answers;
  private final Refusals refusals;

  /**
   * For the requests of one server.
   *
   * @param users who may ask; empty if everybody may
   * @param workers stay the caller's, who closes them
   */
  public Dispatcher(
      Optional<Users> users, ServerLimits limits, BodyMemory memory, Workers workers) {
    this.users = users;
    this.bodies = new RequestBody(limits, memory);
    this.workers = workers;
    this.json = new JsonText(limits.bodyBytes());
    this.memory = memory;
    this.answers = new Answers(json, memory);
    this.refusals = new Refusals(json);
  }

  /** Lays the paths of the endpoints. What is found by GET is found by HEAD, too. */
  public void install(List<Endpoint> endpoints, RoutesConfig routes) {
    Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      add(endpoint, endpoint.method(), routes);
      TreeSet<String> ofPath =
          methods.computeIfAbsent(endpoint.path(), path -> new TreeSet<>(List.of("OPTIONS")));
      ofPath.add(endpoint.method().name());
      if (endpoint.method().equals(HandlerType.GET)) {
        add(endpoint, HandlerType.HEAD, routes);
        ofPath.add(HandlerType.HEAD.name());
      }
    }
    methods.forEach(
        (path, names) ->
            routes.addHttpHandler(
                HandlerType.OPTIONS,
                path,
                context -> context.header("Allow", String.join(", ", names))));
    routes.exception(
        HttpResponseException.class, (e, context) -> refusals.write(e, false, context));
  }

  private void add(Endpoint endpoint, HandlerType method, RoutesConfig routes) {
    routes.addHttpHandler(method, endpoint.path(), context -> handle(endpoint, context));
  }

  private void handle(Endpoint endpoint, Context context) {
    try {
      context.contentType(MediaTypes.negotiate(context.header("Accept")));
      requireDecoded(context.queryString());
      User user = recognise(endpoint, context);
      Object answer;
      try (RequestBody.Read body = body(endpoint, context)) {
        answer = endpoint.work().answer(new Call(context, user, body, json, workers));
      }
      // When the body has left its room: two at a time might wait for each other.
      answers.send(answer, context);
    } catch (RuntimeException | StackOverflowError e) {
      refusals.write(e, endpoint.isWrite(), context);
    }
  }

  private RequestBody.Read body(Endpoint endpoint, Context context) {
    if (!endpoint.hasBody()) {
      return new RequestBody.Read(new byte[0], memory.take(0));
    }
    MediaTypes.requireJson(context.header("Content-Type"));
    return bodies.read(context.req());
  }

  /** A parameter that cannot be read is not one that was left out. */
  private static void requireDecoded(@Nullable String query) {
    if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
      throw new ApiException(
          400, "The query has a % without two hexadecimal digits behind it; % itself is %25");
    }
  }

  private @Nullable User recognise(Endpoint endpoint, Context context) {
    Optional<User> user = users.flatMap(known -> known.recognise(context.header("Authorization")));
    if (CrossSite.sends(context.header("Origin"), context.header("Host"), user.isPresent())) {
      throw new ApiException(
          403, 40301, "A page of another site may not use this registry in a browser", null);
    }
    if (users.isEmpty()) {
      return null;
    }
    if (user.isEmpty()) {
      context.header("WWW-Authenticate", "Basic realm=\"registry\", charset=\"UTF-8\"");
      throw new ApiException(401, "Unauthorized");
    }
    if (endpoint.isWrite() && !user.get().mayWrite()) {
      throw new ApiException(
          403, 40301, "User '" + user.get().name() + "' may read here and not write", null);
    }
    return user.get();
  }
}
