package io.sluice.transforms;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Hides the values of fields: {@link Value} those of record values, {@link Key} those of record
 * keys. How is the {@link MaskMethod}; all of them are deterministic and leave null as it is.
 *
 * <p>Fields are named by path ({@code address.street}). A path goes through lists; one that ends at
 * a struct or list hides everything inside, and one that reaches a map all values of the map. In a
 * Debezium change event the paths begin at the row: a field is hidden in {@code before} and in
 * {@code after}. Records without a schema are treated alike.
 *
 * <p>Used by one thread at a time, as Connect does it.
 */
public abstract class Mask<R extends ConnectRecord<R>> implements Transformation<R> {
  private @Nullable MaskedFields masked;

  @Override
  public void configure(Map<String, ?> settings) {
    MaskConfig config = new MaskConfig(settings);
    masked = new MaskedFields(config, new Masker(config));
  }

  @Override
  public R apply(R record) {
    MaskedFields fields = masked;
    if (fields == null) {
      throw new IllegalStateException("mask: configure comes before apply");
    }
    Schema schema = schemaOf(record);
    Object value = valueOf(record);
    if (value == null) {
      return record; // a tombstone hides nothing
    }
    if (schema == null) {
      return with(record, null, fields.apply(value));
    }
    MaskPlan plan = fields.planFor(schema);
    return plan == null ? record : with(record, plan.schema(), plan.apply(value));
  }

  @Override
  public ConfigDef config() {
    return MaskConfig.DEFINITION;
  }

  @Override
  public String version() {
    String version = Mask.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {}

  abstract @Nullable Schema schemaOf(R record);

  abstract @Nullable Object valueOf(R record);

  abstract R with(R record, @Nullable Schema schema, @Nullable Object value);

  /** Hides fields of record keys. */
  public static final class Key<R extends ConnectRecord<R>> extends Mask<R> {
    @Override
    @Nullable Schema schemaOf(R record) {
      return record.keySchema();
    }

    @Override
    @Nullable Object valueOf(R record) {
      return record.key();
    }

    @Override
    R with(R record, @Nullable Schema schema, @Nullable Object key) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          schema,
          key,
          record.valueSchema(),
          record.value(),
          record.timestamp());
    }
  }

  /** Hides fields of record values. */
  public static final class Value<R extends ConnectRecord<R>> extends Mask<R> {
    @Override
    @Nullable Schema schemaOf(R record) {
      return record.valueSchema();
    }

    @Override
    @Nullable Object valueOf(R record) {
      return record.value();
    }

    @Override
    R with(R record, @Nullable Schema schema, @Nullable Object value) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          record.keySchema(),
          record.key(),
          schema,
          value,
          record.timestamp());
    }
  }

  /** What Connect throws for a record that a transform cannot handle. */
  static DataException refused(String what) {
    return new DataException("mask: " + what);
  }
}
