package io.sluice.bench.serde;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;

/**
 * Protobuf's own library with messages of which only the schema is known, as a converter knows no
 * more either.
 */
final class BareProtobuf implements Coder {
  private final Descriptor type;

  BareProtobuf(Descriptor type) {
    this.type = type;
  }

  @Override
  public byte[] write(Object object) {
    return ((Message) object).toByteArray();
  }

  @Override
  public Object read(byte[] bytes) throws IOException {
    return DynamicMessage.parseFrom(type, bytes);
  }
}
