/**
 * Objects of one schema of Avro's written as those of another. Begin at {@link
 * io.sluice.serdes.avro.resolution.Resolution}. Knows neither Connect nor a registry.
 */
@NullMarked
package io.sluice.serdes.avro.resolution;

import org.jspecify.annotations.NullMarked;
