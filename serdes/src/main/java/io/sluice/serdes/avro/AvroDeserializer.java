package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.avro.AvroFormat;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.record.ReadingSide;
import io.sluice.serdes.wire.Frame;
import io.sluice.serdes.wire.Framing;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format into what Avro's own library has: generic records or
 * specific ones. A null stays one.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class AvroDeserializer implements Deserializer<Object> {
  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(boolean isKey, RegistryClient client, ReadingSide<Read> reading) {}

  /** How records of a schema are read. */
  private record Read(Schema schema, DatumReader<Object> reader) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(AvroOptions.deserializer(), given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    AvroFormat format = new AvroFormat(SchemaLimits.defaults());
    RegistryClient client = RegistryClients.connect(settings.client());
    Datums datums = Datums.of(config);
    boolean specific = config.getBoolean(AvroOptions.SPECIFIC);
    form =
        new Form(
            isKey,
            client,
            new ReadingSide<>(
                settings,
                client,
                config.getInt(SerdeOptions.CACHE_SIZE),
                (source, none) -> read(source, format, datums, specific)));
  }

  @Override
  public @Nullable Object deserialize(@Nullable String topic, byte @Nullable [] bytes) {
    return deserialize(topic, null, bytes);
  }

  /**
   * Reads an object.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   * @throws SerializationException if the bytes, their schema or the registry does not allow it
   */
  @Override
  public @Nullable Object deserialize(
      @Nullable String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any record");
    ClientRecord place = new ClientRecord(topic, form.isKey());
    return place.attempt(
        () -> {
          Frame frame = Framing.read(bytes, headers, form.isKey(), false);
          return value(form.reading().find(topic, frame), bytes, frame, place);
        });
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Read read(
      SchemaSource source, AvroFormat format, Datums datums, boolean specific) {
    Schema schema = Sources.schema(source, format);
    return new Read(schema, datums.reader(schema, specific));
  }

  private static Object value(Read read, byte[] bytes, Frame frame, ClientRecord place) {
    int from = frame.from();
    if (read.schema().getType() == Schema.Type.BYTES) {
      // By itself, a value of bytes lies in a topic as it is, without its length.
      return Arrays.copyOfRange(bytes, from, bytes.length);
    }
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    try {
      Object value = read.reader().read(null, decoder);
      return read.schema().getType() == Schema.Type.STRING ? value.toString() : value;
    } catch (IOException
        | AvroRuntimeException
        | ClassCastException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw place.refused("the bytes are no value of schema " + frame.schema(), e);
    } catch (StackOverflowError e) {
      throw place.refused(
          "the bytes have records of schema " + frame.schema() + " too deep in each other", e);
    } catch (SecurityException e) {
      throw place.refused(
          "Avro does not trust a class that schema "
              + frame.schema()
              + " names. Say that you do: -Dorg.apache.avro.SERIALIZABLE_PACKAGES=<packages>",
          e);
    }
  }
}
