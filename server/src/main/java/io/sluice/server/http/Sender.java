package io.sluice.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.event.EventStream;
import io.sluice.server.http.event.Feed;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Route;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Sends answers. Thread-safe. */
final class Sender {
  private final Json json;
  private final EventHub events;

  Sender(Json json, EventHub events) {
    this.json = json;
    this.events = events;
  }

  /**
   * Sends it.
   *
   * @param who is counted if they listen
   * @param welcome whether they may still listen
   */
  void send(Answer answer, String who, BooleanSupplier welcome, Context context) {
    if (answer.content() instanceof Answer.Events && isHead(context)) {
      context.contentType(Route.EVENTS);
    } else if (answer.content() instanceof Answer.Events of) {
      listen(of.feed(), who, welcome, context);
      return;
    }
    HttpServletResponse response = context.res();
    for (Answer.Header header : answer.headers()) {
      if (header.name().equalsIgnoreCase("Set-Cookie")) {
        response.addHeader(header.name(), header.value());
      } else {
        response.setHeader(header.name(), header.value());
      }
    }
    answer.version().ifPresent(version -> response.setHeader("ETag", '"' + version + '"'));
    if (answer.isKnown(context.header("If-None-Match")) && isRead(context)) {
      context.status(304);
      return;
    }
    context.status(answer.status());
    if (answer.content() instanceof Answer.Document of) {
      context.contentType("application/json");
      context.result(json.write(of.document()));
    } else if (answer.content() instanceof Answer.Bytes of) {
      context.contentType(of.mediaType());
      context.result(of.bytes());
    }
  }

  /** No thread waits while somebody listens. */
  private void listen(Feed feed, String who, BooleanSupplier welcome, Context context) {
    context.status(200);
    context.contentType(Route.EVENTS);
    // For nginx, which would wait until it has enough to pass on.
    context.header("X-Accel-Buffering", "no");
    AsyncContext async = context.req().startAsync();
    async.setTimeout(0);
    try {
      EventStream stream =
          events
              .open(who, feed, welcome, context.res().getOutputStream())
              .orElseThrow(Sender::tooMany);
      context.future(() -> stream.ended().toCompletableFuture());
    } catch (IOException e) {
      throw new UncheckedIOException("The client is gone", e);
    }
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        ProblemKind.TOO_MANY,
        "Too many streams of events are open",
        "Close some of the pages that show this server",
        List.of(),
        Map.of("Retry-After", "30"));
  }

  private static boolean isHead(Context context) {
    return context.method().equals(HandlerType.HEAD);
  }

  private static boolean isRead(Context context) {
    return isHead(context) || context.method().equals(HandlerType.GET);
  }
}
