package io.sluice.connector.postgres.value;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type with domains already resolved to what they stand on.
 *
 * @param oid the server's number of the type; fixed for built-in ones
 * @param name its name in pg_type, without schema
 * @param kind {@code b} base, {@code e} enum, {@code r} range, {@code c} composite, {@code m}
 *     multirange
 * @param element what an array holds, null when it is no array
 * @param labels an enum's labels in their order, else empty
 */
public record PgType(
    int oid, String name, char kind, @Nullable PgType element, List<String> labels) {

  public PgType {
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
  }
}
