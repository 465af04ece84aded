package io.sluice.server.http.door;

import io.sluice.server.access.Identity;
import java.util.Optional;

/**
 * Somebody who was recognised.
 *
 * @param formToken for who came by a session: what a request that changes something must bring, so
 *     that no other site's page can have sent it; the same as long as the session is. Empty for who
 *     came by a token, which no browser sends by itself
 */
public record Visitor(Identity identity, Optional<String> formToken) {}
