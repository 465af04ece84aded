package io.sluice.bench.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro's own library with generic records, everything kept from one record to the next that may be.
 * Its texts stay UTF-8 and its decimals and times numbers, as they are when nothing is set.
 */
final class BareAvro implements Coder {
  private final GenericDatumReader<Object> reader;
  private final GenericDatumWriter<Object> writer;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable BinaryDecoder decoder;
  private @Nullable BinaryEncoder encoder;

  BareAvro(Schema schema) {
    reader = new GenericDatumReader<>(schema);
    writer = new GenericDatumWriter<>(schema);
  }

  @Override
  public byte[] write(Object object) throws IOException {
    out.reset();
    encoder = EncoderFactory.get().binaryEncoder(out, encoder);
    writer.write(object, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @Override
  public Object read(byte[] bytes) throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(bytes, decoder);
    return reader.read(null, decoder);
  }
}
