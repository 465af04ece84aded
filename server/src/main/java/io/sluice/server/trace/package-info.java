/**
 * OpenTelemetry's traces: one of each batch that is followed, from its poll to its commit, and one
 * of each checkpoint that has such batches. Begin at Tracing; FollowedFlow says which spans there
 * are. docs/reference/traces.md lists their names and attributes.
 */
@NullMarked
package io.sluice.server.trace;

import org.jspecify.annotations.NullMarked;
