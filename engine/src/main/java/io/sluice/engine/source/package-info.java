/**
 * Where records enter: source tasks on threads of their own. Begin at SourceWorker, then Dispatcher
 * and Router; what the task is told beside its polls is in SourceCommits. Knows lanes and the
 * checkpoint's coordinator, and nothing of sinks.
 */
@NullMarked
package io.sluice.engine.source;

import org.jspecify.annotations.NullMarked;
