package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.schema.SchemaSource;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Objects of what {@link JsonSchemaSerializer} or Confluent's wrote: of the class that is set
 * ({@code json.value.type}, {@code JsonNode} for trees), or else what JSON says: maps, lists,
 * texts, numbers, booleans. A class that a record's schema names is not loaded.
 *
 * <p>Safe for use by several threads once it is configured.
 *
 * @param <T> the class of objects
 */
public final class JsonSchemaDeserializer<T> implements Deserializer<T> {
  private static final ConfigDef OPTIONS = JsonOptions.deserializer();
  private static final int SCHEMAS = 1000;

  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      SerdeSettings settings,
      RegistryClient client,
      ObjectReader reader,
      ReadingSide<Read> reading) {}

  /** How records of a schema are read. */
  private record Read(@Nullable Validation validation) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(OPTIONS, given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    RegistryClient client = RegistryClients.connect(settings.client());
    boolean validates = config.getBoolean(JsonOptions.FAIL_INVALID);
    ObjectMapper mapper = Json.objects();
    mapper.configure(
        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
        config.getBoolean(JsonOptions.FAIL_UNKNOWN));
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    Class<?> type = config.getClass(isKey ? JsonOptions.KEY_TYPE : JsonOptions.VALUE_TYPE);
    form =
        new Form(
            settings,
            client,
            mapper.readerFor(type),
            new ReadingSide<>(
                settings, client, SCHEMAS, (source, none) -> read(source, validates)));
  }

  private static Read read(SchemaSource source, boolean validates) {
    JsonSources.checkType(source);
    return new Read(validates ? new Validation(source.text(), source.dependencies()) : null);
  }

  @Override
  public @Nullable T deserialize(@Nullable String topic, byte @Nullable [] bytes) {
    return deserialize(topic, null, bytes);
  }

  /**
   * The object.
   *
   * @throws SerializationException if the bytes are none, or the registry does not have their
   *     schema
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   */
  @Override
  public @Nullable T deserialize(
      @Nullable String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any object");
    boolean isKey = form.settings().isKey();
    ClientRecord place = new ClientRecord(topic, isKey);
    Frame frame = place.attempt(() -> Framing.read(bytes, headers, isKey, false));
    return place
        .with(frame.schema())
        .attempt(() -> object(form, form.reading().find(topic, frame), bytes, frame.from()));
  }

  private @Nullable T object(Form form, Read read, byte[] bytes, int from) {
    try {
      if (read.validation() != null) {
        JsonNode tree = Json.MAPPER.readTree(bytes, from, bytes.length - from);
        List<String> problems = read.validation().problems(tree);
        if (!problems.isEmpty()) {
          throw new MisfitException("does not fit its JSON Schema at " + problems);
        }
      }
      return form.reader().readValue(bytes, from, bytes.length - from);
    } catch (JacksonException e) {
      throw JsonSources.misread(e, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }
}
