/**
 * A schema registry of others, to hold ours against. Begin at {@link
 * io.sluice.testkit.registry.ApicurioServer}.
 */
@NullMarked
package io.sluice.testkit.registry;

import org.jspecify.annotations.NullMarked;
