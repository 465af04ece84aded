/**
 * The registry as a server of its own. Begin at {@link io.sluice.cli.registry.RegistryCommand}.
 * Knows how options become its settings; what it does is in {@code io.sluice.registry}.
 */
@NullMarked
package io.sluice.cli.registry;

import org.jspecify.annotations.NullMarked;
