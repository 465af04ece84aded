package io.sluice.registry.model;

/**
 * A schema that has an id.
 *
 * @param context in which the id means it
 * @param id from 1; in its context it never means another schema
 * @param guid a UUID made of the content alone: the same in every registry that has the same
 */
public record StoredSchema(String context, int id, String guid, SchemaContent content) {}
