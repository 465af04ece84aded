package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes what reads messages of a type as values of a schema, which is the one that {@link
 * ProtoToSchema} made of it. Thread-safe.
 */
final class ValueReaders {
  private final ProtobufDataOptions options;

  ValueReaders(ProtobufDataOptions options) {
    this.options = options;
  }

  /** Reads what is in a message, up to its end. */
  @FunctionalInterface
  interface Body {
    @Nullable Object read(ProtoInput in, @Nullable Object before) throws IOException;
  }

  /** Reads records. */
  @FunctionalInterface
  interface Records {
    Object read(ProtoInput in);
  }

  /** What reads a field, and what it is where it is not there. */
  interface Part {
    /** Whether a field that comes so is this one. */
    boolean takes(int wireType);

    /**
     * Reads what comes behind the tag.
     *
     * @param before what was read of the field before; null at first
     */
    @Nullable Object read(ProtoInput in, int wireType, @Nullable Object before) throws IOException;

    /** The value of a field that has not come; null if it has none. */
    @Nullable Object absent();
  }

  /** For records of this type. */
  Records of(Schema schema, Descriptor message) {
    Body body = new Making().body(schema, message).get();
    return in -> {
      try {
        Object read = body.read(in, null);
        in.in().checkLastTagWas(0);
        if (read == null) {
          throw new MisfitException("expected a value, found an empty message");
        }
        return read;
      } catch (IOException e) {
        // What Protobuf's library says is of the form alone.
        throw new MisfitException("expected a message of Protobuf: " + e.getMessage());
      }
    };
  }

  /** What is made for one schema, also where it has itself as a part. */
  private final class Making {
    private final Map<Schema, Map<Descriptor, Later>> bodies = new IdentityHashMap<>();

    Supplier<Body> body(Schema schema, Descriptor message) {
      Map<Descriptor, Later> known = bodies.computeIfAbsent(schema, one -> new HashMap<>());
      Later later = known.get(message);
      if (later == null) {
        later = new Later();
        known.put(message, later);
        later.made = make(schema, message);
      }
      return later;
    }

    private Body make(Schema schema, Descriptor message) {
      String logical = Kinds.logical(schema);
      if (logical.equals(message.getFullName())) {
        return LogicalReaders.of(schema, logical);
      }
      boolean isStruct = schema.type() == Schema.Type.STRUCT;
      if (isStruct && !Kinds.isBox(message)) {
        return new StructReader(schema, message, options, this::part);
      }
      Slot slot = Slot.of(message, options).get(0);
      return new BoxReader(schema, slot, this::part);
    }

    private Part part(Schema schema, FieldDescriptor field) {
      if (Kinds.isEntry(field)) {
        return new MapPart(
            part(schema.keySchema(), field.getMessageType().getFields().get(0)),
            part(schema.valueSchema(), field.getMessageType().getFields().get(1)),
            field.getMessageType());
      }
      if (field.isRepeated()) {
        return items(schema.valueSchema(), field);
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Supplier<Body> body = body(schema, field.getMessageType());
        boolean instead =
            options.structsForNulls()
                && schema.type() == Schema.Type.STRUCT
                && !Kinds.isBox(field.getMessageType());
        return new MessagePart(body, instead);
      }
      Scalar scalar = Scalar.of(schema, field);
      return new ScalarPart(
          scalar, field.getLiteType().getWireType(), field.hasPresence() ? null : scalar.zero());
    }

    private Part items(Schema item, FieldDescriptor field) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        return new MessagesPart(body(item, field.getMessageType()));
      }
      return new ScalarsPart(
          Scalar.of(item, field), field.getLiteType().getWireType(), field.isPackable());
    }
  }

  private static final class Later implements Supplier<Body> {
    private @Nullable Body made;

    @Override
    public Body get() {
      return requireNonNull(made, "a part is used only when the whole is made");
    }
  }

  private record ScalarPart(Scalar scalar, int wireType, @Nullable Object absent) implements Part {
    @Override
    public boolean takes(int type) {
      return type == wireType;
    }

    @Override
    public Object read(ProtoInput in, int type, @Nullable Object before) throws IOException {
      return scalar.read(in.in());
    }
  }

  private record ScalarsPart(Scalar scalar, int wireType, boolean packable) implements Part {
    @Override
    public boolean takes(int type) {
      return type == wireType || (packable && type == WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    @Override
    @SuppressWarnings("unchecked") // What was read before is a list of these.
    public Object read(ProtoInput in, int type, @Nullable Object before) throws IOException {
      List<Object> list = before == null ? new ArrayList<>() : (List<Object>) before;
      if (type == wireType) {
        list.add(scalar.read(in.in()));
        return list;
      }
      int outer = in.in().pushLimit(in.in().readRawVarint32());
      while (in.in().getBytesUntilLimit() > 0) {
        list.add(scalar.read(in.in()));
      }
      in.in().popLimit(outer);
      return list;
    }

    @Override
    public Object absent() {
      return new ArrayList<>();
    }
  }

  private record MessagePart(Supplier<Body> body, boolean instead) implements Part {
    @Override
    public boolean takes(int type) {
      return type == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    @Override
    public @Nullable Object read(ProtoInput in, int type, @Nullable Object before)
        throws IOException {
      return in.nested(nested -> body.get().read(nested, before));
    }

    @Override
    public @Nullable Object absent() {
      if (!instead) {
        return null;
      }
      try {
        return body.get().read(new ProtoInput(new byte[0], 0), null);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private record MessagesPart(Supplier<Body> body) implements Part {
    @Override
    public boolean takes(int type) {
      return type == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    @Override
    @SuppressWarnings("unchecked") // What was read before is a list of these.
    public Object read(ProtoInput in, int type, @Nullable Object before) throws IOException {
      List<@Nullable Object> list =
          before == null ? new ArrayList<>() : (List<@Nullable Object>) before;
      try {
        list.add(in.nested(nested -> body.get().read(nested, null)));
      } catch (MisfitException e) {
        throw e.under(list.size());
      }
      return list;
    }

    @Override
    public Object absent() {
      return new ArrayList<>();
    }
  }

  private record MapPart(Part keys, Part values, int keyNumber, int valueNumber) implements Part {
    MapPart(Part keys, Part values, Descriptor entry) {
      this(
          keys, values, entry.getFields().get(0).getNumber(), entry.getFields().get(1).getNumber());
    }

    @Override
    public boolean takes(int type) {
      return type == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    @Override
    @SuppressWarnings("unchecked") // What was read before is a map of these.
    public @Nullable Object read(ProtoInput in, int type, @Nullable Object before)
        throws IOException {
      Map<@Nullable Object, @Nullable Object> map =
          before == null ? new LinkedHashMap<>() : (Map<@Nullable Object, @Nullable Object>) before;
      try {
        return in.nested(nested -> entry(nested, map));
      } catch (MisfitException e) {
        throw e.under("*"); // A key may be as secret as a value.
      }
    }

    private Object entry(ProtoInput in, Map<@Nullable Object, @Nullable Object> map)
        throws IOException {
      Object key = null;
      Object value = null;
      for (int tag = in.in().readTag(); tag != 0; tag = in.in().readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        int wireType = WireFormat.getTagWireType(tag);
        if (number == keyNumber && keys.takes(wireType)) {
          key = keys.read(in, wireType, key);
        } else if (number == valueNumber && values.takes(wireType)) {
          value = values.read(in, wireType, value);
        } else {
          in.skip(tag);
        }
      }
      map.put(key == null ? keys.absent() : key, value == null ? values.absent() : value);
      return map;
    }

    @Override
    public Object absent() {
      return new LinkedHashMap<>();
    }
  }
}
