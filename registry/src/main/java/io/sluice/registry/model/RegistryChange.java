package io.sluice.registry.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed, as it is kept for ever.
 *
 * @param number rises with each change
 * @param action short and stable, as {@code version.registered}
 * @param version of the subject; 0 if it is about none
 * @param id of the schema; 0 if it is about none
 * @param before what it was (a mode, settings in JSON); null if there was nothing
 * @param after what it became; null if there is nothing now
 */
public record RegistryChange(
    long number,
    Instant at,
    Actor actor,
    String action,
    SubjectName subject,
    int version,
    int id,
    @Nullable String before,
    @Nullable String after) {}
