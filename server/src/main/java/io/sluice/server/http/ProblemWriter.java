package io.sluice.server.http;

import io.javalin.http.Context;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Tells problems: to programs as documents, to people as pages. Thread-safe. */
final class ProblemWriter {
  private static final int LONGEST_PATH = 300;

  private final Refusals refusals;
  private final Pages pages;
  private final UnaryOperator<String> redact;
  private final Json json;

  ProblemWriter(Refusals refusals, Pages pages, UnaryOperator<String> redact, Json json) {
    this.refusals = refusals;
    this.pages = pages;
    this.redact = redact;
    this.json = json;
  }

  /**
   * Answers with what went wrong.
   *
   * @param forPages whether people see it
   * @param visitor empty if nobody is known
   */
  void write(Throwable failure, boolean forPages, Optional<Visitor> visitor, Context context) {
    ProblemException said = refusals.of(failure, shortened(context.path()));
    if (forPages && said.kind() == ProblemKind.UNAUTHENTICATED && isLook(context)) {
      context.status(303);
      context.header("Location", pages.signIn(asked(context)));
      return;
    }
    Problem problem = redacted(said.problem(shortened(context.path())));
    context.status(problem.kind().status());
    said.headers().forEach(context.res()::setHeader);
    if (forPages) {
      context.contentType("text/html; charset=utf-8");
      context.result(pages.problem(problem, visitor));
    } else {
      context.contentType(Problem.TYPE);
      context.result(json.write(document(problem)));
    }
  }

  private static boolean isLook(Context context) {
    String method = context.method().name();
    return method.equals("GET") || method.equals("HEAD");
  }

  private static String asked(Context context) {
    return context.queryString() == null
        ? context.req().getRequestURI()
        : context.req().getRequestURI() + "?" + context.queryString();
  }

  private Problem redacted(Problem problem) {
    return new Problem(
        problem.kind(),
        redact.apply(problem.detail()),
        redact.apply(problem.instance()),
        problem.hint() == null ? null : redact.apply(problem.hint()),
        problem.errors().stream()
            .map(fault -> new Fault(redact.apply(fault.pointer()), redact.apply(fault.detail())))
            .toList());
  }

  private static Map<String, Object> document(Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", problem.kind().type());
    document.put("title", problem.kind().title());
    document.put("status", problem.kind().status());
    document.put("detail", problem.detail());
    document.put("instance", problem.instance());
    if (problem.hint() != null) {
      document.put("hint", problem.hint());
    }
    if (!problem.errors().isEmpty()) {
      document.put("errors", List.copyOf(problem.errors()));
    }
    return document;
  }

  private static String shortened(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...";
  }
}
