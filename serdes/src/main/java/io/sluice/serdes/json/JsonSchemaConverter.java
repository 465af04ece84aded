package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.json.JsonSchemaFormat;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.exchange.WriterSchemas.Chosen;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.record.RecordPlace;
import io.sluice.serdes.record.WritingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Connect's records as JSON with a JSON Schema in a registry, in the form of Confluent's converter
 * of that name, so that each reads what the other wrote. What comes back is what was written,
 * schema and value; a value that does not fit its schema is refused. A null is a tombstone.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class JsonSchemaConverter implements Converter, Versioned {
  private static final ConfigDef OPTIONS = JsonOptions.converter();

  /** What stands for a record without a schema, which is no key of a cache otherwise. */
  private static final Object NO_SCHEMA = new Object();

  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      JsonDataOptions data,
      boolean validates,
      RegistryClient client,
      WritingSide<Object, Written> writing,
      ReadingSide<Read> reading) {}

  /** How records of a schema are written. */
  private record Written(Mark mark, ValueWriter values, @Nullable Validation validation) {}

  /** How records of a schema are read. */
  private record Read(
      @Nullable Schema schema, ValueReader values, @Nullable Validation validation) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    JsonDataOptions data = JsonOptions.data(config);
    boolean validates = config.getBoolean(JsonOptions.FAIL_INVALID);
    int size = config.getInt(SerdeOptions.CACHE_SIZE);
    RegistryClient client = RegistryClients.connect(settings.client());
    form =
        new Form(
            settings,
            data,
            validates,
            client,
            new WritingSide<>(
                settings, client, new JsonSchemaFormat(SchemaLimits.defaults()), size),
            new ReadingSide<>(
                settings, client, size, (source, none) -> read(source, data, validates)));
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
    RecordPlace place = new RecordPlace(topic, form.settings().isKey(), null);
    return place.attempt(
        () -> {
          Written written =
              form.writing()
                  .find(
                      topic,
                      schema == null ? NO_SCHEMA : schema,
                      // One that is being built may be another when it comes again.
                      schema == null || schema instanceof ConnectSchema,
                      () -> written(form, topic, schema));
          written.mark().into(headers, form.settings().isKey());
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
    Frame frame = place.attempt(() -> Framing.read(bytes, headers, isKey, false));
    return place
        .with(frame.schema())
        .attempt(() -> value(form.reading().find(topic, frame), bytes, frame.from()));
  }

  @Override
  public ConfigDef config() {
    return OPTIONS;
  }

  @Override
  public String version() {
    String version = JsonSchemaConverter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Written written(Form form, @Nullable String topic, @Nullable Schema schema) {
    String text = new SchemaToJson(form.data()).write(schema).toString();
    Optional<String> name = Optional.ofNullable(schema).map(Schema::name);
    Chosen chosen = form.writing().choose(topic, SchemaText.of(SchemaType.JSON, text), name);
    Validation validation = null;
    if (form.validates()) {
      SchemaSource source = form.client().resolve(chosen.registered());
      validation = new Validation(source.text(), source.dependencies());
    }
    return new Written(
        form.writing().mark(chosen, null), new ValueWriters(form.data()).of(schema), validation);
  }

  private static Read read(SchemaSource source, JsonDataOptions data, boolean validates) {
    JsonSources.checkType(source);
    Schema schema = new JsonToSchema(data).read(source.text(), source.dependencies());
    return new Read(
        schema,
        new ValueReaders().of(schema),
        validates ? new Validation(source.text(), source.dependencies()) : null);
  }

  private static byte[] bytes(Written written, @Nullable Object value) {
    byte[] before = written.mark().before();
    ByteArrayBuilder out = new ByteArrayBuilder(Json.FACTORY._getBufferRecycler());
    try {
      out.write(before, 0, before.length);
      try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        written.values().write(value, json);
      }
      byte[] bytes = out.toByteArray();
      if (written.validation() != null) {
        check(written.validation(), bytes, before.length);
      }
      return bytes;
    } catch (JacksonException e) {
      // Invariant 9: what Jackson says may quote the value.
      throw new MisfitException(
          "expected what JSON can say, found " + e.getClass().getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      out.release();
    }
  }

  private static SchemaAndValue value(Read read, byte[] bytes, int from) {
    try (JsonParser json = Json.FACTORY.createParser(bytes, from, bytes.length - from)) {
      if (json.nextToken() == null) {
        throw new MisfitException("expected JSON behind the schema's id, found nothing");
      }
      Object value = read.values().read(json);
      if (json.nextToken() != null) {
        throw new MisfitException("expected the end of the record, found more JSON");
      }
      if (read.validation() != null) {
        check(read.validation(), bytes, from);
      }
      return new SchemaAndValue(read.schema(), value);
    } catch (JacksonException e) {
      throw JsonSources.misread(e, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Validation validation, byte[] bytes, int from) throws IOException {
    JsonNode tree = Json.MAPPER.readTree(bytes, from, bytes.length - from);
    List<String> problems = validation.problems(tree);
    if (!problems.isEmpty()) {
      throw new MisfitException("does not fit its JSON Schema at " + problems);
    }
  }

  private Form form() {
    return requireNonNull(form, "configure comes before any conversion");
  }
}
