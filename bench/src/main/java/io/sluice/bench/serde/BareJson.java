package io.sluice.bench.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;

/** Jackson with nothing set: trees, or objects of a class. */
final class BareJson implements Coder {
  private final ObjectReader reader;
  private final ObjectWriter writer;

  /**
   * @param type that is read, {@code JsonNode} for trees
   */
  BareJson(Class<?> type) {
    ObjectMapper mapper = new ObjectMapper();
    reader = mapper.readerFor(type);
    writer = mapper.writer();
  }

  @Override
  public byte[] write(Object object) throws IOException {
    return writer.writeValueAsBytes(object);
  }

  @Override
  public Object read(byte[] bytes) throws IOException {
    return reader.readValue(bytes);
  }
}
