package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.protobuf.ProtobufFormat;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.WriterSchemas.Chosen;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.protobuf.OwnSchemas.Own;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.record.RecordPlace;
import io.sluice.serdes.record.WritingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Connect's records as Protobuf with a schema in a registry, in the form of Confluent's converter
 * of that name, so that each reads what the other wrote. What comes back is what was written,
 * schema and value; a value that does not fit its schema is refused. A null is a tombstone.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class ProtobufConverter implements Converter, Versioned {
  private static final ConfigDef OPTIONS = ProtobufOptions.converter();

  private @Nullable Form form;

  /** Of the record before, while nobody writes: one task writes one record after the other. */
  private final AtomicReference<@Nullable ReverseBytes> spare = new AtomicReference<>();

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      ProtobufDataOptions data,
      OwnSchemas schemas,
      RegistryClient client,
      WritingSide<Schema, Written> writing,
      ReadingSide<Read> reading) {}

  /** How records of a schema are written. */
  private record Written(Mark mark, ValueWriters.Body values) {}

  /** How records of a schema are read. */
  private record Read(Schema schema, ValueReaders.Records values) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    ProtobufDataOptions data = ProtobufOptions.data(config);
    int size = config.getInt(SerdeOptions.CACHE_SIZE);
    RegistryClient client = RegistryClients.connect(settings.client());
    form =
        new Form(
            settings,
            data,
            new OwnSchemas(data, size),
            client,
            new WritingSide<>(settings, client, new ProtobufFormat(SchemaLimits.defaults()), size),
            new ReadingSide<>(
                settings, client, size, (source, indexes) -> read(source, indexes, data)));
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
    boolean isKey = form.settings().isKey();
    return new RecordPlace(topic, isKey, null)
        .attempt(
            () -> {
              if (schema == null) {
                throw new MisfitException(
                    "expected a record with a schema, which Protobuf cannot do without; found one"
                        + " without");
              }
              // One that is being built may be another when it comes again.
              boolean settled = schema instanceof ConnectSchema;
              Written written =
                  form.writing().find(topic, schema, settled, () -> written(form, topic, schema));
              written.mark().into(headers, isKey);
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
    boolean isKey = form.settings().isKey();
    RecordPlace place = new RecordPlace(topic, isKey, null);
    Frame frame = place.attempt(() -> Framing.read(bytes, headers, isKey, true));
    return place
        .with(frame.schema())
        .attempt(
            () -> {
              Read read = form.reading().find(topic, frame);
              Object value = read.values().read(new ProtoInput(bytes, frame.from()));
              return new SchemaAndValue(read.schema(), value);
            });
  }

  @Override
  public ConfigDef config() {
    return OPTIONS;
  }

  @Override
  public String version() {
    String version = ProtobufConverter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Written written(Form form, @Nullable String topic, Schema schema) {
    OwnSchemas schemas = form.schemas();
    Own plain = schemas.plain(schema);
    Optional<String> name = Optional.of(plain.message().getFullName());
    String subject = form.writing().subject(topic, name);
    Own known = schemas.known(subject, plain);
    Own own =
        known == null ? schemas.following(schema, plain, form.writing().earlier(subject)) : known;
    Chosen chosen = form.writing().choose(topic, own.text(), name);
    if (form.writing().isOwn()) {
      schemas.keep(subject, plain, own);
    }
    Descriptor message =
        chosen.own()
            ? own.message()
            : Messages.like(
                Messages.file(form.client().resolve(chosen.registered())), own.message());
    return new Written(
        form.writing().mark(chosen, Messages.indexes(message)),
        new ValueWriters(form.data()).of(schema, message));
  }

  private static Read read(SchemaSource source, List<Integer> indexes, ProtobufDataOptions data) {
    Descriptor message = Messages.at(Messages.file(source), indexes);
    Schema schema = new ProtoToSchema(data).read(message);
    return new Read(schema, new ValueReaders(data).of(schema, message));
  }

  private byte[] bytes(Written written, @Nullable Object value) {
    ReverseBytes kept = spare.getAndSet(null);
    ReverseBytes out = kept == null ? new ReverseBytes() : kept;
    try {
      out.clear();
      if (value == null) {
        throw new MisfitException("expected a value, found null where the schema has no null");
      }
      written.values().write(value, out);
      out.raw(written.mark().before());
      return out.copied();
    } finally {
      spare.set(out);
    }
  }

  private Form form() {
    return requireNonNull(form, "configure comes before any conversion");
  }
}
