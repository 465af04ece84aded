/**
 * Where pgoutput's messages come from: the WAL sender's stream, or, while there is a backlog, gulps
 * by SQL, which are several times faster. Begin at {@link ChangeFeed}. Knows nothing of what the
 * messages mean.
 */
@NullMarked
package io.sluice.connector.postgres.feed;

import org.jspecify.annotations.NullMarked;
