/**
 * The embedded database that remembers how far pipelines came and what they set aside. Begin at
 * {@link io.sluice.state.StateDatabase}; {@link io.sluice.state.Checkpoints} is what the engine's
 * promises rest on. Knows nothing of connectors: positions are canonical JSON text, records are
 * bytes.
 */
@NullMarked
package io.sluice.state;

import org.jspecify.annotations.NullMarked;
