package io.sluice.contract.event;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.contract.event.SchemaEvent.Position;
import io.sluice.contract.event.SchemaEvent.Ruling;
import io.sluice.contract.event.SchemaEvent.WrittenSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A row of the table of events, read. */
final class EventRow {
  /** Between details, none of which has it. */
  static final String SEPARATOR = "\n";

  private EventRow() {}

  static SchemaEvent read(ResultSet row) throws SQLException {
    long run = row.getLong("run");
    OptionalLong ofRun = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(run);
    String details = row.getString("details");
    String type = row.getString("schema_type");
    Ruling ruling =
        new Ruling(
            row.getString("pipeline"),
            ofRun,
            row.getString("topic"),
            row.getString("subject"),
            Kind.valueOf(row.getString("decision")),
            row.getString("because"),
            row.getString("shape"),
            version(row, "from_version"),
            version(row, "to_version"),
            details.isEmpty() ? List.of() : List.of(details.split(SEPARATOR, -1)),
            type == null ? null : new WrittenSchema(type, row.getString("schema_text")),
            new Position(
                Optional.ofNullable(row.getString("source_partition")),
                Optional.ofNullable(row.getString("source_offset"))));
    return new SchemaEvent(
        row.getLong("id"),
        ruling,
        Instant.ofEpochMilli(row.getLong("first_at")),
        Instant.ofEpochMilli(row.getLong("last_at")),
        row.getLong("times"),
        row.getLong("records"));
  }

  private static OptionalInt version(ResultSet row, String column) throws SQLException {
    int version = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
  }
}
