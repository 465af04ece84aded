package io.sluice.connector.table.record;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Infinity;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.value.SchemaTypes;
import io.sluice.connector.table.value.ValueReader;
import io.sluice.connector.table.value.ValueReaders;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * From when on a change counts, in {@code mode: history}. Remembers how the last schema's field is
 * read, because neighbours mostly share it. Used by one thread.
 */
public final class ChangeTime {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long NANOS_PER_MICRO = 1000;

  private final HistorySettings settings;
  private final Clock clock;
  private @Nullable Schema known;
  private @Nullable Field field;
  private ValueReader reader = value -> value;

  /**
   * As the settings say.
   *
   * @param clock for changes whose source says no time, where commits give the order
   */
  public ChangeTime(HistorySettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Microseconds since 1970; null for a tombstone that has no time, where the time gives the order.
   *
   * @throws DataException if the change has no time and needs one; does not repeat the value
   */
  public @Nullable Long micros(Change change) {
    boolean byTime = settings.order() == HistorySettings.Order.EVENT_TIME;
    Struct row = change.row();
    if (byTime && row != null && !settings.timeField().isEmpty()) {
      return ofField(row);
    }
    Long said = Origin.micros(change);
    if (said != null) {
      return said;
    }
    if (!byTime) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
    if (change.record().value() == null) {
      return null;
    }
    throw new DataException(
        "the record has neither a time of its source nor a timestamp, and "
            + HistorySettings.ORDER
            + " is event_time. Name a field with "
            + HistorySettings.TIME_FIELD
            + ", or set "
            + HistorySettings.ORDER
            + "=commit.");
  }

  private long ofField(Struct row) {
    if (row.schema() != known) {
      learn(row.schema());
    }
    Field named = field;
    Object value = named == null ? null : row.get(named);
    Object micros = value == null ? null : reader.read(value);
    if (!(micros instanceof Long time)) {
      throw new DataException(
          (named == null ? "the row has no field '" : "there is no value in field '")
              + settings.timeField()
              + "', which "
              + HistorySettings.TIME_FIELD
              + " names for the time of the event.");
    }
    if (Infinity.positive(time) || Infinity.negative(time)) {
      throw new DataException(
          "field '"
              + settings.timeField()
              + "' is infinite, but versions have an order: give the event a time.");
    }
    return time;
  }

  private void learn(Schema schema) {
    Field named = schema.field(settings.timeField());
    if (named != null) {
      ColumnType type = SchemaTypes.typeOf(named.schema());
      ValueReader ofValue = ValueReaders.of(named.schema(), type, Limits.NONE);
      reader =
          switch (type.kind()) {
            case TIMESTAMP, TIMESTAMPTZ -> value -> longOf(ofValue.read(value));
            case TIMESTAMP_NANOS ->
                value -> Math.floorDiv(longOf(ofValue.read(value)), NANOS_PER_MICRO);
            case DATE -> value -> Math.multiplyExact(longOf(ofValue.read(value)), MICROS_PER_DAY);
            default ->
                throw new DataException(
                    "field '"
                        + settings.timeField()
                        + "', which "
                        + HistorySettings.TIME_FIELD
                        + " names, is "
                        + type
                        + ": expected a timestamp or a date.");
          };
    }
    field = named;
    known = schema;
  }

  private static long longOf(@Nullable Object number) {
    if (!(number instanceof Number time)) {
      throw new DataException("the field with the time of the event has no time");
    }
    return time.longValue();
  }
}
