/**
 * Where records enter: source tasks on threads of their own. Begin at SourceWorker, then Dispatcher
 * and Router. Knows lanes and the checkpoint's coordinator, and nothing of sinks.
 */
@NullMarked
package io.sluice.engine.source;

import org.jspecify.annotations.NullMarked;
