/**
 * How a record says which schema it was written with. Begin at {@link Framing}. Knows neither a
 * registry nor what comes behind.
 */
@NullMarked
package io.sluice.serdes.wire;

import org.jspecify.annotations.NullMarked;
