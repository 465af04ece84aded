package io.sluice.serdes.avro;

import java.time.Instant;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** What Avro's compiler would make of its schema: a record with a logical type of Java's. */
public final class Purchase extends SpecificRecordBase {
  /** Where Avro's library looks for it. */
  public static final Schema SCHEMA$ =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Purchase", "namespace": "io.sluice.serdes.avro", "fields": [
                {"name": "id", "type": "long"},
                {"name": "note", "type": {"type": "string", "avro.java.string": "String"}},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}\
              """);

  private static final SpecificData MODEL$ = model();
  private static final long serialVersionUID = 1L;

  private long id;
  private @Nullable String note;
  private @Nullable Instant at;

  /** By which readers make one. */
  public Purchase() {}

  Purchase(long id, String note, Instant at) {
    this.id = id;
    this.note = note;
    this.at = at;
  }

  private static SpecificData model() {
    SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    return model;
  }

  @Override
  public SpecificData getSpecificData() {
    return MODEL$;
  }

  @Override
  public Schema getSchema() {
    return SCHEMA$;
  }

  @Override
  public @Nullable Object get(int field) {
    return switch (field) {
      case 0 -> id;
      case 1 -> note;
      case 2 -> at;
      default -> throw new AvroRuntimeException("no field " + field);
    };
  }

  @Override
  public void put(int field, Object value) {
    switch (field) {
      case 0 -> id = (Long) value;
      case 1 -> note = value.toString();
      case 2 -> at = (Instant) value;
      default -> throw new AvroRuntimeException("no field " + field);
    }
  }

  @Override
  public @Nullable Conversion<?> getConversion(int field) {
    return field == 2 ? new TimeConversions.TimestampMillisConversion() : null;
  }
}
