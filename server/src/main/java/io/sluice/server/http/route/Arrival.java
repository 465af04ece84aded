package io.sluice.server.http.route;

import io.sluice.server.http.door.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came in, before it is held against a route.
 *
 * @param path as it was asked, decoded, without the query
 * @param pathParts decoded
 * @param query decoded, in its order
 * @param headers the value of a header, whatever its name's case
 * @param address of who sent it
 * @param visitor empty if nobody is known
 * @param secure whether it came by TLS
 */
public record Arrival(
    String path,
    Map<String, String> pathParts,
    Map<String, List<String>> query,
    Function<String, Optional<String>> headers,
    String address,
    Optional<Visitor> visitor,
    boolean secure) {}
