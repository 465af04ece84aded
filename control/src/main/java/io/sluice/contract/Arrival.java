package io.sluice.contract;

import io.sluice.contract.event.SchemaEvent.Position;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema that came with a record.
 *
 * @param isKey whether it is the schema of the record's key
 * @param schema null if the key or value has none
 * @param position where in the source the record lies
 */
record Arrival(String topic, boolean isKey, @Nullable Schema schema, Position position) {}
