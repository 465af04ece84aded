package io.sluice.project.schema.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * How a version came to be.
 *
 * @param what was done, in a word, such as {@code register}
 * @param actor who did it, as the registry knew them
 * @param reason why, as they said it
 */
public record Origin(Instant at, String what, String actor, Optional<String> reason) {}
