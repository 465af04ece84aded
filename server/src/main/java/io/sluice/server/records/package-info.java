/**
 * Who looks into which pipeline's stream: begins a watch, goes on with it while it is asked for,
 * and writes into the audit log who looked. Begin at RecordWatches. What is hidden, the engine has
 * hidden.
 */
@NullMarked
package io.sluice.server.records;

import org.jspecify.annotations.NullMarked;
