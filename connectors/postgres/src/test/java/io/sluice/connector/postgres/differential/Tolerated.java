package io.sluice.connector.postgres.differential;

/**
 * The differences from Debezium's events that are meant, each of which the reference explains under
 * "What differs from Debezium's events". A test names the columns that it concerns; these are left
 * out of the comparison, all else is not.
 */
enum Tolerated {
  /** Debezium's snapshot reads dates before the year 1 through java.sql and gets other days. */
  DATES_BEFORE_THE_YEAR_1(false),
  /** Debezium's stream has null for them. */
  COLUMNS_OF_TYPE_NAME(false),
  /** Debezium has other values of them in the snapshot, and as optional in the stream. */
  KEYS_OF_EXCLUDED_COLUMNS(true),
  /** Debezium's snapshot tells another length and scale of them than its stream. */
  SIZE_OF_NUMERIC_WITHOUT_LIMITS(true),
  /** Debezium has null for large values of these that an update left alone; here they are told. */
  LARGE_VALUES_WITHOUT_PLACEHOLDER(false),
  /** Debezium has them in the snapshot and not in the stream. */
  GENERATED_COLUMNS(true);

  private final boolean schema;

  Tolerated(boolean schema) {
    this.schema = schema;
  }

  /** Whether the columns' schemas may differ as well as their values. */
  boolean concernsSchema() {
    return schema;
  }
}
