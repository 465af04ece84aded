package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.protobuf.ValueReaders.Part;
import io.sluice.serdes.record.StructFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads messages into structs of one schema. What the message's type does not have is skipped. */
final class StructReader implements ValueReaders.Body {
  private final Schema schema;
  private final Field[] fields;
  private final StructFields structs;
  private final Members members;

  StructReader(
      Schema schema,
      Descriptor message,
      ProtobufDataOptions options,
      BiFunction<Schema, FieldDescriptor, Part> parts) {
    this.schema = schema;
    fields = schema.fields().toArray(new Field[0]);
    structs = new StructFields(schema);
    List<Members.Member> found = new ArrayList<>();
    List<Part> places = new ArrayList<>();
    for (Slot slot : Slot.of(message, options)) {
      Field field = schema.field(slot.name());
      if (slot instanceof Slot.Union union) {
        Members.addUnion(field.schema(), union, field.index(), parts, found);
        places.add(Members.NOTHING);
      } else {
        FieldDescriptor single = ((Slot.Single) slot).field();
        Part part = parts.apply(field.schema(), single);
        found.add(new Members.Member(part, single.getNumber(), field.index(), null, null));
        places.add(part);
      }
    }
    members = new Members(found, places);
  }

  @Override
  public Object read(ProtoInput in, @Nullable Object before) throws IOException {
    @Nullable Object[] values = new Object[fields.length];
    if (before != null) {
      // A message that comes in two parts is both.
      for (Field field : fields) {
        values[field.index()] = ((Struct) before).getWithoutDefault(field.name());
      }
    }
    for (int tag = in.in().readTag(); tag != 0; tag = in.in().readTag()) {
      int wireType = WireFormat.getTagWireType(tag);
      Members.Member member = members.find(WireFormat.getTagFieldNumber(tag), wireType);
      if (member == null) {
        in.skip(tag);
        continue;
      }
      try {
        member.read(in, wireType, values);
      } catch (MisfitException e) {
        throw e.under(fields[member.place()].name());
      }
    }
    return struct(values);
  }

  private Struct struct(@Nullable Object[] values) {
    Struct struct = structs.empty();
    for (int i = 0; i < fields.length; i++) {
      Object value = values[i] == null ? members.absent(i) : values[i];
      if (value != null) {
        structs.put(struct, i, value);
      } else if (!fields[i].schema().isOptional() && fields[i].schema().defaultValue() == null) {
        throw new MisfitException("expected a value, found none").under(fields[i].name());
      }
    }
    return struct;
  }
}
