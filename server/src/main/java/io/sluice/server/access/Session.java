package io.sluice.server.access;

import java.time.Instant;

/**
 * Somebody who is signed in.
 *
 * @param id what people see of it; with it nobody comes in
 * @param holder the token or user that it came from
 * @param identity as that stands now
 * @param seenAt the last request, to the minute
 * @param endsAt at the latest
 * @param address where they signed in from
 * @param agent with which browser
 */
public record Session(
    String id,
    Holder holder,
    Identity identity,
    Instant beganAt,
    Instant seenAt,
    Instant endsAt,
    String address,
    String agent) {}
