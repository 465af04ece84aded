/**
 * What a task tells of its readings of tables, in Debezium's form: to a topic, to the log, over
 * JMX. Begin at {@link Notifications}. Knows nothing of how tables are read.
 */
@NullMarked
package io.sluice.connector.postgres.notification;

import org.jspecify.annotations.NullMarked;
