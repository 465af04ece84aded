/**
 * The database that remembers how far pipelines came and what they set aside. Begin at
 * StateDatabase; checkpoint.Checkpoints is what the engine's promises rest on, storage.Storage what
 * all tables stand on. Knows nothing of connectors: positions are canonical JSON text, records are
 * bytes.
 */
@NullMarked
package io.sluice.state;

import org.jspecify.annotations.NullMarked;
