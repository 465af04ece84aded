package io.sluice.connector.postgres.value;

import java.util.function.Supplier;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a column of some type appears in events.
 *
 * @param schema begins the column's schema; optional and default are still to be said
 * @param decoder makes the value
 * @param absent stands in a NOT NULL column for a value that the server did not send (the non-key
 *     columns of a deleted row)
 * @param unavailable stands for a TOASTed value that an update did not touch; null for a type that
 *     has nothing to stand for it
 */
public record ValueType(
    Supplier<SchemaBuilder> schema, Decoder decoder, Object absent, @Nullable Object unavailable) {}
