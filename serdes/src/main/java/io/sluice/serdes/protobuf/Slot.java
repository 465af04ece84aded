package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a message is one field to Connect. */
sealed interface Slot {
  /** Of the field. */
  String name();

  /** A field that is one. */
  record Single(String name, FieldDescriptor field) implements Slot {}

  /** A oneof, which is a struct of its fields. */
  record Union(String name, OneofDescriptor oneof, List<Single> members) implements Slot {}

  /** Those of a message, in the order of its fields; a oneof is where its first field is. */
  static List<Slot> of(Descriptor message, ProtobufDataOptions options) {
    List<Slot> slots = new ArrayList<>();
    Set<OneofDescriptor> seen = new HashSet<>();
    for (FieldDescriptor field : message.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (oneof == null || options.flatUnions()) {
        slots.add(single(field));
      } else if (seen.add(oneof)) {
        List<Single> members = oneof.getFields().stream().map(Slot::single).toList();
        slots.add(new Union(unionName(oneof, options), oneof, members));
      }
    }
    return slots;
  }

  private static Single single(FieldDescriptor field) {
    String name = Meta.of(field.getOptions()).param(ProtobufNames.META_FIELD);
    return new Single(name.isEmpty() ? field.getName() : name, field);
  }

  private static String unionName(OneofDescriptor oneof, ProtobufDataOptions options) {
    Meta meta = Meta.of(oneof.getField(0).getOptions());
    return meta.has(UnionNames.META + "field")
        ? meta.param(UnionNames.META + "field")
        : UnionNames.field(oneof.getName(), oneof.getIndex(), options);
  }
}
