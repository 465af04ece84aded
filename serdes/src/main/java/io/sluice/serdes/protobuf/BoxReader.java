package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.serdes.protobuf.ValueReaders.Part;
import java.io.IOException;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads a value that lies in a message of its own. Thread-safe. */
final class BoxReader implements ValueReaders.Body {
  private final Members members;

  BoxReader(Schema schema, Slot slot, BiFunction<Schema, FieldDescriptor, Part> parts) {
    members =
        slot instanceof Slot.Union union
            ? Members.ofUnion(schema, union, parts)
            : Members.of(parts.apply(schema, ((Slot.Single) slot).field()), slot);
  }

  @Override
  public @Nullable Object read(ProtoInput in, @Nullable Object before) throws IOException {
    @Nullable Object[] values = {before};
    for (int tag = in.in().readTag(); tag != 0; tag = in.in().readTag()) {
      int wireType = WireFormat.getTagWireType(tag);
      Members.Member member = members.find(WireFormat.getTagFieldNumber(tag), wireType);
      if (member == null) {
        in.skip(tag);
      } else {
        member.read(in, wireType, values);
      }
    }
    return values[0] == null ? members.absent(0) : values[0];
  }
}
