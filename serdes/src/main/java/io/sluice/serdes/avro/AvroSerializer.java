package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaType;
import io.sluice.schema.avro.AvroFormat;
import io.sluice.serdes.avro.resolution.Resolution;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SerdeOptions;
import io.sluice.serdes.config.SerdeSettings;
import io.sluice.serdes.kafka.ClientRecord;
import io.sluice.serdes.record.Mark;
import io.sluice.serdes.record.WritingSide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what Avro's own library has (generic and specific records, texts, numbers, bytes) in
 * Confluent's wire format. A null stays one.
 *
 * <p>Safe for use by several threads once it is configured.
 */
public final class AvroSerializer implements Serializer<Object> {
  private @Nullable Form form;

  /** What follows from the settings. */
  private record Form(
      boolean isKey,
      Datums datums,
      boolean removesJava,
      AvroFormat format,
      RegistryClient client,
      WritingSide<Schema, Written> writing) {}

  /**
   * How records of a schema are written.
   *
   * @param schema that they are written under
   * @param writers of what they are themselves
   * @param resolution from that to what they are written under; null if that is the same
   */
  private record Written(
      Mark mark, Schema schema, Datums.Writers writers, @Nullable Resolution resolution) {}

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {
    AbstractConfig config = new AbstractConfig(AvroOptions.serializer(), given, false);
    SerdeSettings settings = SerdeSettings.of(config, isKey);
    AvroFormat format = new AvroFormat(SchemaLimits.defaults());
    RegistryClient client = RegistryClients.connect(settings.client());
    form =
        new Form(
            isKey,
            Datums.of(config),
            config.getBoolean(AvroOptions.REMOVE_JAVA),
            format,
            client,
            new WritingSide<>(settings, client, format, config.getInt(SerdeOptions.CACHE_SIZE)));
  }

  @Override
  public byte @Nullable [] serialize(@Nullable String topic, @Nullable Object data) {
    return serialize(topic, null, data);
  }

  /**
   * Writes an object.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if the registry does not answer
   * @throws SerializationException if the object, its schema or the registry does not allow it
   */
  @Override
  public byte @Nullable [] serialize(
      @Nullable String topic, @Nullable Headers headers, @Nullable Object data) {
    if (data == null) {
      return null;
    }
    Form form = requireNonNull(this.form, "configure comes before any record");
    ClientRecord place = new ClientRecord(topic, form.isKey());
    return place.attempt(
        () -> {
          Schema own = form.datums().schema(data);
          Written written = form.writing().find(topic, own, true, () -> written(form, topic, own));
          written.mark().into(headers, form.isKey());
          return bytes(written, data, place);
        });
  }

  @Override
  public void close() {
    if (form != null) {
      form.client().close();
    }
  }

  private static Written written(Form form, @Nullable String topic, Schema own) {
    String text = form.removesJava() ? JavaProperties.without(own) : own.toString();
    WritingSide.Under under =
        form.writing().ask(topic, SchemaText.of(SchemaType.AVRO, text), RecordNames.of(own), null);
    Datums.Writers writers = form.datums().writers(own);
    if (under.chosen().own()) {
      return new Written(under.mark(), own, writers, null);
    }
    Schema chosen =
        Sources.schema(form.client().resolve(under.chosen().registered()), form.format());
    // Avro's own writers go by the position of a field, not by its name.
    Resolution resolution = Resolution.isNeeded(own, chosen) ? Resolution.of(own, chosen) : null;
    return new Written(under.mark(), chosen, writers, resolution);
  }

  private static byte[] bytes(Written written, Object data, ClientRecord place) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.writeBytes(written.mark().before());
    if (written.schema().getType() == Schema.Type.BYTES) {
      // By itself, a value of bytes lies in a topic as it is, without its length.
      bytes.writeBytes(Datums.plainBytes(data));
      return bytes.toByteArray();
    }
    try {
      if (written.resolution() == null) {
        write(written.writers(), data, bytes);
      } else {
        ByteArrayOutputStream own = new ByteArrayOutputStream(256);
        write(written.writers(), data, own);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        written.resolution().write(own.toByteArray(), encoder);
        encoder.flush();
      }
      return bytes.toByteArray();
    } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
      // NullPointerException is how Avro says that a field has no value, and which.
      throw place.refused("the object is none of the schema that it is written with", e);
    }
  }

  private static void write(Datums.Writers writers, Object data, ByteArrayOutputStream to)
      throws IOException {
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(to, null);
    Object known = data instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : data;
    writers.of(known).write(known, encoder);
    encoder.flush();
  }
}
