package io.sluice.engine.fault;

import org.jspecify.annotations.Nullable;

/**
 * Which record it was that something failed on, without anything of what is in it.
 *
 * @param dataset its topic; null if it has none
 * @param keyHash first digits of a SHA-256 over its key, the same for equal keys; null if it has
 *     none
 * @param position where it lay in the source, as JSON in the source's own words; null if the source
 *     did not say
 */
public record RecordPlace(
    @Nullable String dataset, @Nullable String keyHash, @Nullable String position) {}
