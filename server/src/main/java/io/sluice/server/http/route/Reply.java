package io.sluice.server.http.route;

import java.util.Optional;

/**
 * How a route may answer, for the description of the API. Problems need not be named: all routes
 * may answer with them.
 *
 * @param mediaType empty if there is no body
 * @param type the record that is written as JSON; empty for other types
 * @param meaning a sentence without its full stop
 */
public record Reply(
    int status, Optional<String> mediaType, Optional<Class<?>> type, String meaning) {
  /** A document of JSON. */
  public static Reply json(int status, Class<?> type, String meaning) {
    return new Reply(status, Optional.of("application/json"), Optional.of(type), meaning);
  }

  /** A text of some other type. */
  public static Reply text(String mediaType, String meaning) {
    return new Reply(200, Optional.of(mediaType), Optional.empty(), meaning);
  }

  /** Nothing but the status 204. */
  public static Reply none(String meaning) {
    return new Reply(204, Optional.empty(), Optional.empty(), meaning);
  }

  /** Events, until one of both goes. */
  public static Reply events(String meaning) {
    return text(Route.EVENTS, meaning);
  }
}
