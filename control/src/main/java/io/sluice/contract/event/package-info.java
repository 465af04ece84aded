/**
 * What contracts decided, kept in the state database for people to see. Begin at SchemaEvents.
 * Knows nothing of how one decides.
 */
@NullMarked
package io.sluice.contract.event;

import org.jspecify.annotations.NullMarked;
