package io.sluice.server.http.route;

import io.sluice.server.http.door.Brake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route while it is said what it is. Who may ask must be said: nothing is open by default. */
public final class RouteDraft {
  private final Method method;
  private final String path;
  private String name = "";
  private String tag = "";
  private String summary = "";
  private @Nullable Access access;
  private final Map<String, String> pathParts = new LinkedHashMap<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private boolean anyParameters;
  private boolean forPages;
  private boolean needsVersion;
  private boolean atOnce;
  private Optional<Brake> brake = Optional.empty();
  private Body body = Body.none();
  private final List<Reply> replies = new ArrayList<>();

  RouteDraft(Method method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Who may ask. */
  public RouteDraft needs(Access needed) {
    access = needed;
    return this;
  }

  /** How it is called and what it does, for the description. */
  public RouteDraft described(String operation, String section, String sentence) {
    name = operation;
    tag = section;
    summary = sentence;
    return this;
  }

  /** What a part of the path means. */
  public RouteDraft part(String partName, String meaning) {
    pathParts.put(partName, meaning);
    return this;
  }

  /** What may stand in the query. */
  public RouteDraft query(Parameter parameter) {
    parameters.add(parameter);
    return this;
  }

  /** A list in pages: {@code limit} and {@code cursor} may stand in the query. */
  public RouteDraft paged() {
    return query(
            Parameter.number(
                Paging.LIMIT, 1, Paging.MOST, "How many at most; " + Paging.USUAL + " if not said"))
        .query(Parameter.text(Paging.CURSOR, "Where the page before ended"));
  }

  /** Somebody else says what stands in the query: what is not known is passed over. */
  public RouteDraft withAnyParameters() {
    anyParameters = true;
    return this;
  }

  /** A page, or what a page's form sends. */
  public RouteDraft forPages() {
    forPages = true;
    return this;
  }

  /** The version that is changed must be named by {@code If-Match}. */
  public RouteDraft needsVersion() {
    needsVersion = true;
    return this;
  }

  /** Its work waits for nothing, and everybody may ask: it is answered whatever else waits. */
  public RouteDraft atOnce() {
    atOnce = true;
    return this;
  }

  /** Who tries too often has to wait. */
  public RouteDraft braked(Brake by) {
    brake = Optional.of(by);
    return this;
  }

  /** What is sent with it. */
  public RouteDraft takes(Body taken) {
    body = taken;
    return this;
  }

  /** How it may answer. */
  public RouteDraft answers(Reply reply) {
    replies.add(reply);
    return this;
  }

  /** The route. */
  public Route does(Work work) {
    if (access == null) {
      throw new IllegalStateException(path + ": who may ask is not said");
    }
    return new Route(
        method,
        path,
        name,
        tag,
        summary,
        access,
        pathParts,
        parameters,
        anyParameters,
        forPages,
        needsVersion,
        atOnce,
        brake,
        body,
        replies,
        work);
  }
}
