/**
 * What runs. Begin at {@link io.sluice.server.fleet.Fleet}: what people ask becomes a wish, kept in
 * the state; {@link io.sluice.server.fleet.Keeper} takes each pipeline towards what is wished, one
 * {@link io.sluice.server.fleet.Step} at a time.
 */
@NullMarked
package io.sluice.server.fleet;

import org.jspecify.annotations.NullMarked;
