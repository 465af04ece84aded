/**
 * Orders to a running task, in Debezium's form, over Debezium's channels and one of our own. Begin
 * at {@link Signals}. Executes them on the reading thread; reading tables beside the stream is
 * {@link io.sluice.connector.postgres.incremental}.
 */
@NullMarked
package io.sluice.connector.postgres.signal;

import org.jspecify.annotations.NullMarked;
