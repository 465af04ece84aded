package io.sluice.connector.postgres.value;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type with domains already resolved to what they stand on (except as elements of
 * arrays, where kind {@code d} remains).
 *
 * @param oid the server's number of the type; fixed for built-in ones
 * @param name its name in pg_type, without schema
 * @param kind {@code b} base, {@code e} enum, {@code r} range, {@code c} composite, {@code m}
 *     multirange, {@code d} domain
 * @param element what an array holds, null when it is no array
 * @param labels an enum's labels in their order, else empty
 * @param sends whether the type has a binary form of its own
 */
public record PgType(
    int oid, String name, char kind, @Nullable PgType element, List<String> labels, boolean sends) {

  /** Numbers below are those of the types that PostgreSQL itself brings. */
  private static final int FIRST_USER_OID = 16_384;

  public PgType {
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
  }

  /** Whether the server can send values in binary form. */
  public boolean sendsBinary() {
    return sends && (element == null || element.sendsBinary());
  }

  /** Whether the type belongs to the server and not to an extension or a user. */
  boolean isBuiltIn() {
    return Integer.compareUnsigned(oid, FIRST_USER_OID) < 0;
  }
}
