package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A message that is being written, and what it has. To be used by one thread.
 *
 * @param path its full name behind a dot
 * @param members the names of its fields and oneofs
 * @param waiting those of them that are still to be used, in their order
 * @param enums of it, by their names
 * @param earlier what it was before
 */
record Scope(
    String path,
    DescriptorProto.Builder message,
    Numbers numbers,
    Set<String> members,
    Deque<String> waiting,
    Map<String, Map<String, Integer>> enums,
    Earlier earlier) {

  Scope(String path, DescriptorProto.Builder message, Earlier earlier) {
    this(
        path,
        message,
        new Numbers(earlier),
        new HashSet<>(),
        new ArrayDeque<>(),
        new HashMap<>(),
        earlier);
  }

  /** A message in this one. */
  Scope inside(String name, Earlier earlier) {
    return new Scope(path + "." + name, DescriptorProto.newBuilder().setName(name), earlier);
  }

  /** Keeps a name, or the nearest one that is free, for the next member. */
  void reserve(Identifiers identifiers, String name) {
    waiting.add(identifiers.unique(name, members, earlier.names()));
  }

  /** Keeps a field's name for it, the one that it has had if it has had one. */
  void reserve(Identifiers identifiers, Earlier.Key key) {
    String before = earlier.name(key);
    if (!before.isEmpty() && members.add(before)) {
      waiting.add(before);
    } else {
      reserve(identifiers, key.field());
    }
  }

  /** The name of the next member. */
  String reserved() {
    return waiting.remove();
  }

  /**
   * The message; each optional field of it in a oneof of its own, as Protobuf has it, and what it
   * no longer has reserved.
   */
  DescriptorProto built() {
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto field = message.getField(i);
      if (field.getProto3Optional()) {
        message.setField(i, field.toBuilder().setOneofIndex(message.getOneofDeclCount()));
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
      }
    }
    earlier.reserve(message);
    return message.build();
  }
}
