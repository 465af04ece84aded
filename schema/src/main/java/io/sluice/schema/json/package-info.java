/**
 * JSON Schema, drafts 4 to 2020-12. Begin at {@link JsonSchemaFormat}. How a text becomes a schema
 * is in {@code model}, what a schema tells of its instances in {@code known}, who can read what in
 * {@code compare}.
 */
@NullMarked
package io.sluice.schema.json;

import org.jspecify.annotations.NullMarked;
