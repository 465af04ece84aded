/**
 * Whether whoever has one JSON Schema can read what was written with another. Begin at {@link
 * Comparison}: each of its checks asks, for one kind of keywords, whether what the reader asks for
 * follows from what is known of the writer's instances.
 */
@NullMarked
package io.sluice.schema.json.compare;

import org.jspecify.annotations.NullMarked;
