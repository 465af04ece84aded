package io.sluice.server.http.route;

import java.util.List;
import java.util.Optional;

/**
 * What is sent with a request.
 *
 * @param mayMiss whether nothing means an object without keys
 * @param type the record that a document of JSON is read as; empty for the other kinds
 * @param mediaTypes one of which it must be said to be
 */
public record Body(Kind kind, boolean mayMiss, Optional<Class<?>> type, List<String> mediaTypes) {
  /** What a body may be. */
  public enum Kind {
    NONE,
    JSON,
    /** The fields of a page's form. */
    FORM,
    TEXT
  }

  public Body {
    mediaTypes = List.copyOf(mediaTypes);
  }

  /** Nothing; what is sent all the same is not read. */
  public static Body none() {
    return new Body(Kind.NONE, true, Optional.empty(), List.of());
  }

  /** A document of JSON, whose keys are all known to the record, in snake case. */
  public static Body json(Class<?> type) {
    return new Body(Kind.JSON, false, Optional.of(type), List.of("application/json"));
  }

  /** The same; who sends nothing has left out all of its keys. */
  public static Body optionalJson(Class<?> type) {
    return new Body(Kind.JSON, true, Optional.of(type), List.of("application/json"));
  }

  /** Fields as pages send them. */
  public static Body form() {
    return new Body(
        Kind.FORM, true, Optional.empty(), List.of("application/x-www-form-urlencoded"));
  }

  /** A text in UTF-8 of one of these media types. */
  public static Body text(String... mediaTypes) {
    return new Body(Kind.TEXT, false, Optional.empty(), List.of(mediaTypes));
  }
}
