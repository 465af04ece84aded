package io.sluice.registry.store;

/**
 * A version without its schema.
 *
 * @param id of the schema that it is
 */
public record VersionRow(int version, int id, boolean isDeleted) {}
