/**
 * State on a PostgreSQL that several nodes share. Begin at {@link PostgresStorage}; PostgresFault
 * says what a failure of the server means.
 */
@NullMarked
package io.sluice.state.postgres;

import org.jspecify.annotations.NullMarked;
