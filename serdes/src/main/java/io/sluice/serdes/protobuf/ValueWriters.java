package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.serdes.misfit.MisfitException;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what writes the values of a schema as messages of a type, which is the one that {@link
 * SchemaToProto} made of it or one that has its fields. Which types there are is looked at here,
 * once, and not for each value. Thread-safe.
 */
final class ValueWriters {
  private final ProtobufDataOptions options;

  ValueWriters(ProtobufDataOptions options) {
    this.options = options;
  }

  /** Writes what is in a message: its fields, from the last one. */
  @FunctionalInterface
  interface Body {
    void write(Object value, ReverseBytes out);
  }

  /** Writes a field, with its tag; nothing where there is nothing to write. */
  @FunctionalInterface
  interface Part {
    void write(@Nullable Object value, ReverseBytes out);
  }

  /** For records of this schema. */
  Body of(Schema schema, Descriptor message) {
    return new Making().body(schema, message).get();
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
        return LogicalWriters.of(schema, logical);
      }
      if (schema.type() == Schema.Type.STRUCT && Kinds.isBox(message)) {
        Slot slot = Slot.of(message, options).get(0);
        return slot instanceof Slot.Union union ? union(schema, union) : inBox(schema, message);
      }
      if (schema.type() == Schema.Type.STRUCT) {
        return new StructWriter(
            schema,
            message,
            options,
            (field, single) -> part(field, single.field()),
            (field, union) -> optional(field, union(field, union)));
      }
      return inBox(schema, message);
    }

    /** A box, or a wrapper of Protobuf's own: its only field is the value. */
    private Body inBox(Schema schema, Descriptor message) {
      if (message.getFields().isEmpty()) {
        throw misfit(schema, message.getFullName());
      }
      Part part = part(schema, message.getFields().get(0));
      return part::write;
    }

    private Body union(Schema schema, Slot.Union union) {
      return new UnionWriter(schema, union, (field, single) -> part(field, single.field()));
    }

    private Part optional(Schema schema, Body body) {
      return (value, out) -> {
        if (value != null) {
          body.write(value, out);
        } else if (!schema.isOptional()) {
          throw absent();
        }
      };
    }

    private Part part(Schema schema, FieldDescriptor field) {
      Body present = present(schema, field);
      Object instead = schema.defaultValue();
      boolean replaces = instead != null && (!schema.isOptional() || options.defaultsForNull());
      return (value, out) -> {
        Object given = value == null && replaces ? instead : value;
        if (given == null) {
          if (!schema.isOptional()) {
            throw absent();
          }
          return;
        }
        try {
          present.write(given, out);
        } catch (ClassCastException e) {
          throw new MisfitException(
              "expected a value of type " + schema.type() + ", found one of " + given.getClass(),
              e);
        } catch (DataException e) {
          throw new MisfitException(
              String.valueOf(e.getMessage()), e); // Of a logical type: never the value.
        }
      };
    }

    private Body present(Schema schema, FieldDescriptor field) {
      if (Kinds.isEntry(field)) {
        return entries(schema, field);
      }
      if (field.isRepeated()) {
        if (schema.type() != Schema.Type.ARRAY) {
          throw misfit(schema, "repeated " + field.getFullName());
        }
        return items(schema.valueSchema(), field);
      }
      int tag = tag(field, field.getLiteType().getWireType());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Supplier<Body> body = body(within(schema, field), field.getMessageType());
        return (value, out) -> nested(value, body.get(), tag, out);
      }
      Scalar scalar = Scalar.of(schema, field);
      boolean always = field.hasPresence();
      return (value, out) -> {
        if (always || !scalar.isZero(value)) {
          scalar.write(value, out);
          out.varint(tag);
        }
      };
    }

    /** A list or a map that may be null is there in its box. */
    private Schema within(Schema schema, FieldDescriptor field) {
      boolean isMany = schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP;
      return isMany && Kinds.isBox(field.getMessageType()) ? Needed.of(schema) : schema;
    }

    private Body items(Schema item, FieldDescriptor field) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        return messages(item, field);
      }
      Scalar scalar = Scalar.of(item, field);
      boolean packed = field.isPacked();
      int tag = tag(field, packed ? 2 : field.getLiteType().getWireType());
      return (value, out) -> {
        Object[] all = ((Collection<?>) value).toArray();
        int before = out.size();
        for (int i = all.length - 1; i >= 0; i--) {
          Object each = present(item, all[i], i);
          try {
            scalar.write(each, out);
          } catch (MisfitException e) {
            throw e.under(i);
          }
          if (!packed) {
            out.varint(tag);
          }
        }
        if (packed && all.length > 0) {
          out.length(before);
          out.varint(tag);
        }
      };
    }

    private Body messages(Schema item, FieldDescriptor field) {
      Supplier<Body> body = body(item, field.getMessageType());
      boolean boxed = Kinds.isBox(field.getMessageType());
      int tag = tag(field, 2);
      return (value, out) -> {
        Object[] all = ((Collection<?>) value).toArray();
        for (int i = all.length - 1; i >= 0; i--) {
          try {
            if (boxed && all[i] == null && item.isOptional()) {
              out.varint(0);
              out.varint(tag);
            } else {
              nested(present(item, all[i], i), body.get(), tag, out);
            }
          } catch (MisfitException e) {
            throw e.under(i);
          }
        }
      };
    }

    private Object present(Schema item, @Nullable Object value, int index) {
      Object given = value == null ? item.defaultValue() : value;
      if (given == null) {
        throw new MisfitException(
                item.isOptional()
                    ? "found null among the items of a list, which Protobuf has no null for; set"
                        + " optional.for.nullables=true"
                    : "expected a value, found null where the schema has no null")
            .under(index);
      }
      return given;
    }

    private Body entries(Schema schema, FieldDescriptor field) {
      if (schema.type() != Schema.Type.MAP) {
        throw misfit(schema, "map " + field.getFullName());
      }
      Part keys = part(schema.keySchema(), field.getMessageType().getFields().get(0));
      Part values = part(schema.valueSchema(), field.getMessageType().getFields().get(1));
      int tag = tag(field, 2);
      return (value, out) -> {
        Object[] all = ((Map<?, ?>) value).entrySet().toArray();
        for (int i = all.length - 1; i >= 0; i--) {
          Map.Entry<?, ?> entry = (Map.Entry<?, ?>) all[i];
          int before = out.size();
          try {
            values.write(entry.getValue(), out);
            keys.write(entry.getKey(), out);
          } catch (MisfitException e) {
            throw e.under("*"); // A key may be as secret as a value.
          }
          out.length(before);
          out.varint(tag);
        }
      };
    }
  }

  private static final class Later implements Supplier<Body> {
    private @Nullable Body made;

    @Override
    public Body get() {
      return requireNonNull(made, "a part is used only when the whole is made");
    }
  }

  private static void nested(Object value, Body body, int tag, ReverseBytes out) {
    int before = out.size();
    body.write(value, out);
    out.length(before);
    out.varint(tag);
  }

  private static int tag(FieldDescriptor field, int wireType) {
    return field.getNumber() << 3 | wireType;
  }

  private static MisfitException absent() {
    return new MisfitException("expected a value, found null where the schema has no null");
  }

  private static MisfitException misfit(Schema schema, String found) {
    return new MisfitException(
        "expected a field for values of type "
            + schema.type()
            + " in the registered schema, found "
            + found);
  }
}
