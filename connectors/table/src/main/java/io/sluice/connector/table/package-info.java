/** Streams of records into tables that follow them, as a Kafka Connect sink. */
@NullMarked
package io.sluice.connector.table;

import org.jspecify.annotations.NullMarked;
