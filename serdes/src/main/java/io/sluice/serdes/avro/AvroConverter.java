package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.avro.AvroFormat;
import io.sluice.serdes.avro.data.AvroInput;
import io.sluice.serdes.avro.data.AvroOutput;
import io.sluice.serdes.avro.data.Decoders;
import io.sluice.serdes.avro.data.Encoders;
import io.sluice.serdes.avro.data.ValueDecoder;
import io.sluice.serdes.avro.data.ValueEncoder;
import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.ToAvro;
import io.sluice.serdes.avro.mapping.ToConnect;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.record.RecordPlace;
import io.sluice.serdes.record.WritingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Connect's records as Avro with a schema in a registry, in the form of Confluent's converter of
 * that name, so that each reads what the other wrote. What comes back is what was written, schema
 * and value; a value that does not fit its schema is refused. A null is a tombstone.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class AvroConverter implements Converter, Versioned {
  private static final ConfigDef OPTIONS = AvroOptions.converter();

  /** What stands for a record without a schema, which is no key of a cache otherwise. */
  private static final Object NO_SCHEMA = new Object();

  private @Nullable Form form;

  /** Of the record before, while nobody writes: one task writes one record after the other. */
  private final AtomicReference<@Nullable AvroOutput> spare = new AtomicReference<>();

  /** What follows from the settings. */
  private record Form(
      boolean isKey,
      Mapping mapping,
      boolean nullsStay,
      AvroFormat format,
      RegistryClient client,
      WritingSide<Object, Written> writing,
      ReadingSide<Read> reading) {}

  /** How records of a schema are written. */
  private record Written(Mark mark, ValueEncoder values) {}

  /** How records of a schema are read. */
  private record Read(@Nullable Schema schema, ValueDecoder values) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    Mapping mapping = AvroOptions.mapping(config);
    int size = config.getInt(SerdeOptions.CACHE_SIZE);
    AvroFormat format = new AvroFormat(SchemaLimits.defaults());
    RegistryClient client = RegistryClients.connect(settings.client());
    form =
        new Form(
            isKey,
            mapping,
            config.getBoolean(AvroOptions.NULLS_STAY),
            format,
            client,
            new WritingSide<>(settings, client, format, size),
            new ReadingSide<>(
                settings, client, size, (source, none) -> read(source, format, mapping)));
  }

  @Override
  public byte @Nullable [] fromConnectData(
      @Nullable String topic, @Nullable Schema schema, @Nullable Object value) {
    return fromConnectData(topic, null, schema, value);
  }

  @Override
  public byte @Nullable [] fromConnectData(
      @Nullable String topic,
      @Nullable Headers headers,
      @Nullable Schema schema,
      @Nullable Object value) {
    if (value == null && (schema == null || schema.isOptional())) {
      return null; // A tombstone is one to everybody.
    }
    Form form = form();
    return new RecordPlace(topic, form.isKey(), null)
        .attempt(
            () -> {
              Written written =
                  form.writing()
                      .find(
                          topic,
                          schema == null ? NO_SCHEMA : schema,
                          // One that is being built may be another when it comes again.
                          !(schema instanceof SchemaBuilder),
                          () -> written(form, topic, schema));
              written.mark().into(headers, form.isKey());
              return bytes(written, value);
            });
  }

  @Override
  public SchemaAndValue toConnectData(@Nullable String topic, byte @Nullable [] bytes) {
    return toConnectData(topic, null, bytes);
  }

  @Override
  public SchemaAndValue toConnectData(
      @Nullable String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
    if (bytes == null) {
      return SchemaAndValue.NULL;
    }
    Form form = form();
    RecordPlace place = new RecordPlace(topic, form.isKey(), null);
    Frame frame = place.attempt(() -> Framing.read(bytes, headers, form.isKey(), false));
    return place
        .with(frame.schema())
        .attempt(
            () -> {
              Read read = form.reading().find(topic, frame);
              return new SchemaAndValue(
                  read.schema(), read.values().decode(new AvroInput(bytes, frame.from())));
            });
  }

  @Override
  public ConfigDef config() {
    return OPTIONS;
  }

  @Override
  public String version() {
    String version = AvroConverter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Written written(Form form, @Nullable String topic, @Nullable Schema given) {
    Schema schema = given instanceof SchemaBuilder builder ? builder.build() : given;
    org.apache.avro.Schema avro = ToAvro.schema(schema, form.mapping());
    WritingSide.Under under =
        form.writing()
            .ask(
                topic, SchemaText.of(SchemaType.AVRO, avro.toString()), RecordNames.of(avro), null);
    org.apache.avro.Schema target =
        under.chosen().own()
            ? avro
            : Sources.schema(form.client().resolve(under.chosen().registered()), form.format());
    return new Written(under.mark(), Encoders.of(schema, target, form.mapping(), form.nullsStay()));
  }

  private static Read read(SchemaSource source, AvroFormat format, Mapping mapping) {
    org.apache.avro.Schema avro = Sources.schema(source, format);
    Schema schema = ToConnect.schema(avro, mapping);
    return new Read(schema, Decoders.of(schema, avro));
  }

  private byte[] bytes(Written written, @Nullable Object value) {
    AvroOutput kept = spare.getAndSet(null);
    AvroOutput output = kept == null ? new AvroOutput() : kept;
    try {
      output.begin(written.mark().before());
      written.values().encode(value, output);
      return output.copied();
    } finally {
      if (output.isHandy()) {
        spare.set(output);
      }
    }
  }

  private Form form() {
    return requireNonNull(form, "configure comes before any conversion");
  }
}
