package io.sluice.server.http.route;

import static java.util.Objects.requireNonNull;

import io.sluice.server.http.door.Brake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that can be asked for. Made by {@link #get} and the like, then {@link RouteDraft#does}.
 *
 * @param path with its parts in braces: {@code /api/v1/pipelines/{pipeline}}
 * @param name stable, unique: the operation's id in the description of the API
 * @param tag the section of the description that it is in
 * @param summary a sentence without its full stop
 * @param pathParts what the path's parts mean, by name
 * @param parameters of the query; others are refused, unless {@code anyParameters}
 * @param forPages whether people see its answers: who is not signed in is sent to do so, and
 *     problems are pages
 * @param needsVersion whether {@code If-Match} must be there
 * @param atOnce whether its work waits for nobody and nothing, so that it is answered also while
 *     all that may be worked on at a time waits; who asks is not looked at, since that may wait
 * @param brake counts requests before anything is done
 */
public record Route(
    Method method,
    String path,
    String name,
    String tag,
    String summary,
    Access access,
    Map<String, String> pathParts,
    List<Parameter> parameters,
    boolean anyParameters,
    boolean forPages,
    boolean needsVersion,
    boolean atOnce,
    Optional<Brake> brake,
    Body body,
    List<Reply> replies,
    Work work) {
  /** The media type of events. */
  public static final String EVENTS = "text/event-stream";

  private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");

  public Route {
    requireNonNull(work, "work is null");
    pathParts = Map.copyOf(pathParts);
    parameters = List.copyOf(parameters);
    replies = List.copyOf(replies);
    List<String> inPath = parts(path);
    if (!pathParts.keySet().equals(Set.copyOf(inPath))) {
      throw new IllegalArgumentException(
          path + ": meanings are of " + pathParts.keySet() + ", the path has " + inPath);
    }
    if (atOnce && !(access instanceof Access.Open)) {
      throw new IllegalArgumentException(path + ": who may ask is not known at once");
    }
    if (access instanceof Access.OfPipeline of && !inPath.contains(of.part())) {
      throw new IllegalArgumentException(path + " names no {" + of.part() + "}");
    }
  }

  /** Something to look at; found by {@code HEAD}, too. */
  public static RouteDraft get(String path) {
    return new RouteDraft(Method.GET, path);
  }

  /** Something to do, or something new. */
  public static RouteDraft post(String path) {
    return new RouteDraft(Method.POST, path);
  }

  /** Something set. */
  public static RouteDraft put(String path) {
    return new RouteDraft(Method.PUT, path);
  }

  /** A part of something set. */
  public static RouteDraft patch(String path) {
    return new RouteDraft(Method.PATCH, path);
  }

  /** Something taken away. */
  public static RouteDraft delete(String path) {
    return new RouteDraft(Method.DELETE, path);
  }

  /** The same, done otherwise. */
  public Route with(Work other) {
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
        other);
  }

  /** Whether its answers have no end. */
  public boolean isStream() {
    return replies.stream().anyMatch(reply -> reply.mediaType().filter(EVENTS::equals).isPresent());
  }

  /** Parameters by name. */
  Map<String, Parameter> byName() {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    return byName;
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(path);
    while (part.find()) {
      parts.add(part.group(1));
    }
    return parts;
  }
}
