/** PostgreSQL change data capture as a Kafka Connect source. */
@NullMarked
package io.sluice.connector.postgres;

import org.jspecify.annotations.NullMarked;
