/**
 * Values that are none of their schema's, and how that is said: by the way to where they lie, never
 * by what they are. Begin at {@link MisfitException}.
 */
@NullMarked
package io.sluice.serdes.misfit;

import org.jspecify.annotations.NullMarked;
