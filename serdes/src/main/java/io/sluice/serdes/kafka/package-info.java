/** What goes wrong with a record, as Kafka's clients have it; without Connect. */
@NullMarked
package io.sluice.serdes.kafka;

import org.jspecify.annotations.NullMarked;
