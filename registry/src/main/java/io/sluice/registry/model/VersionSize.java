package io.sluice.registry.model;

/**
 * A version, and how long it is.
 *
 * @param characters of its text and of all that stands beside it
 */
public record VersionSize(SubjectVersion place, long characters) {}
