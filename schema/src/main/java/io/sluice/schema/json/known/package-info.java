/**
 * What is known of an instance from the schemas that it is valid for. Begin at {@link
 * io.sluice.schema.json.known.Known}. Knows neither readers nor writers.
 */
@NullMarked
package io.sluice.schema.json.known;

import org.jspecify.annotations.NullMarked;
