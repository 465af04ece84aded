package io.sluice.server.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.access.Identity;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be made, and that is as its route has it. For one thread.
 *
 * <p>Who asks for a parameter that the route does not name has made a mistake: an {@link
 * IllegalArgumentException}.
 */
public final class Request {
  private static final byte[] NO_KEYS = {'{', '}'};

  private final Route route;
  private final Arrival arrival;
  private final Map<String, Parameter> parameters;
  private final byte[] bytes;
  private final @Nullable Object document;
  private final Map<String, List<String>> form;

  private Request(
      Route route,
      Arrival arrival,
      byte[] bytes,
      @Nullable Object document,
      Map<String, List<String>> form) {
    this.route = route;
    this.arrival = arrival;
    this.parameters = route.byName();
    this.bytes = bytes;
    this.document = document;
    this.form = form;
  }

  /**
   * Holds what came in against the route.
   *
   * @param bytes of the body; empty if none belongs to it
   * @throws ProblemException if anything is not as the route has it; names all that is wrong with
   *     the query, or the first that is with the body
   */
  public static Request of(Route route, Arrival arrival, byte[] bytes, Json json) {
    Parameters.check(route, arrival);
    Body body = route.body();
    return switch (body.kind()) {
      case NONE -> new Request(route, arrival, new byte[0], null, Map.of());
      case JSON ->
          new Request(
              route,
              arrival,
              bytes,
              json.read(
                  bytes.length == 0 && body.mayMiss() ? NO_KEYS : bytes, body.type().orElseThrow()),
              Map.of());
      case FORM -> new Request(route, arrival, bytes, null, FormFields.of(bytes));
      case TEXT -> new Request(route, arrival, bytes, null, Map.of());
    };
  }

  /** Who asks. Only where the route is not open. */
  public Identity who() {
    return visitor()
        .orElseThrow(() -> new IllegalStateException(route.path() + " is open: nobody is known"))
        .identity();
  }

  /** Who asks; empty if nobody is known, which may be where the route is open. */
  public Optional<Visitor> visitor() {
    return arrival.visitor();
  }

  /** From where it comes. */
  public String address() {
    return arrival.address();
  }

  /** Whether it came by TLS: cookies are to say so then. */
  public boolean secure() {
    return arrival.secure();
  }

  /** What was asked for, decoded, without the query. */
  public String path() {
    return arrival.path();
  }

  /** A part of the path, decoded. */
  public String part(String name) {
    String part = arrival.pathParts().get(name);
    if (part == null) {
      throw new IllegalArgumentException(route.path() + " has no part " + name);
    }
    return part;
  }

  /** A part of the path that is a whole number: {@link ProblemKind#NOT_FOUND} if it is none. */
  public long partNumber(String name) {
    OptionalLong number = Values.number(part(name));
    return number.orElseThrow(
        () ->
            new ProblemException(
                ProblemKind.NOT_FOUND, "expected a whole number in the path but found a text"));
  }

  /** A parameter; empty if it is not there or empty. */
  public Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  /** All values of a parameter but empty ones. */
  public List<String> texts(String name) {
    if (!parameters.containsKey(name) && !route.anyParameters()) {
      throw new IllegalArgumentException(route.path() + " names no parameter " + name);
    }
    return arrival.query().getOrDefault(name, List.of()).stream()
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** A parameter that is a whole number. */
  public OptionalLong number(String name) {
    return text(name).map(Values::number).orElse(OptionalLong.empty());
  }

  /** Whether a parameter is there and true. */
  public boolean flag(String name) {
    return text(name).filter("true"::equals).isPresent();
  }

  /** A parameter that is a moment. */
  public Optional<Instant> moment(String name) {
    return text(name).flatMap(Values::moment);
  }

  /** Which page is asked for. */
  public Paging paging() {
    return Paging.of(route.path(), text(Paging.LIMIT), text(Paging.CURSOR));
  }

  /** A header. */
  public Optional<String> header(String name) {
    return arrival.headers().apply(name);
  }

  /** A cookie. */
  public Optional<String> cookie(String name) {
    for (String pair : header("Cookie").orElse("").split(";", -1)) {
      String cookie = pair.strip();
      if (cookie.startsWith(name + "=")) {
        return Optional.of(cookie.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** The document that was sent. */
  public <T> T body(Class<T> type) {
    if (document == null) {
      throw new IllegalStateException(route.path() + " takes no document");
    }
    return type.cast(document);
  }

  /** The text that was sent. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  /** A field of the form; empty if it is not there or empty. */
  public Optional<String> field(String name) {
    return fields(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** All values of a field of the form. */
  public List<String> fields(String name) {
    return form.getOrDefault(name, List.of());
  }

  /**
   * Looks whether what is changed is still what the client has seen, if it said so by {@code
   * If-Match}.
   *
   * @param version of what is there now, as {@link Answer#version} was given it
   * @throws ProblemException {@link ProblemKind#CHANGED} if it is not
   */
  public void requireVersion(String version) {
    header("If-Match")
        .filter(said -> !EntityTag.isAmong(version, said))
        .ifPresent(
            said -> {
              throw new ProblemException(
                  ProblemKind.CHANGED,
                  "It was changed since the version that If-Match names",
                  "Read it again, look at what differs, and send the change with its new ETag",
                  List.of(),
                  Map.of("ETag", EntityTag.of(version)));
            });
  }
}
