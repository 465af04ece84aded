package io.sluice.serdes.avro.data;

import io.sluice.serdes.avro.mapping.Anything;
import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.Names;
import io.sluice.serdes.misfit.MisfitException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what writes values of a schema of Connect's with a schema of Avro's: the one that it is, or
 * another that has the same fields by their names. Of one thread, and one pair of schemas.
 */
public final class Encoders {
  private final Mapping mapping;
  private final boolean nullsStay;
  private final Map<Pair, StructEncoder> structs = new HashMap<>();

  private Encoders(Mapping mapping, boolean nullsStay) {
    this.mapping = mapping;
    this.nullsStay = nullsStay;
  }

  /**
   * For values of that schema.
   *
   * @param schema null for values without one
   * @param nullsStay whether a null where null is allowed stays one, also where there is a default
   * @throws DataException if the one schema cannot be written with the other; says where
   */
  public static ValueEncoder of(
      org.apache.kafka.connect.data.@Nullable Schema schema,
      Schema avro,
      Mapping mapping,
      boolean nullsStay) {
    Encoders encoders = new Encoders(mapping, nullsStay);
    try {
      // By itself, a value of bytes lies in a topic as it is, without its length.
      return schema != null && avro.getType() == Schema.Type.BYTES
          ? encoders.of(schema, Primitives.plainBytes(schema, avro))
          : encoders.of(schema, avro);
    } catch (MisfitException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  /** For values of that schema, also inside others. */
  ValueEncoder of(org.apache.kafka.connect.data.@Nullable Schema schema, Schema avro) {
    if (schema == null) {
      if (Anything.is(avro)) {
        return AnythingForm::encode;
      }
      throw new MisfitException(
          "a value without a schema cannot be written with the Avro schema "
              + avro.getType()
              + ", since nothing says what it is");
    }
    if (!avro.isUnion()) {
      return of(schema, present(schema, avro));
    }
    int none = indexOfNull(avro);
    ValueEncoder.Present present =
        Names.isUnion(schema) ? union(schema, avro) : member(schema, avro);
    return nullable(schema, present, none);
  }

  private ValueEncoder of(
      org.apache.kafka.connect.data.Schema schema, ValueEncoder.Present present) {
    return nullable(schema, present, -1);
  }

  /**
   * @param none the index of null in a union; -1 if there is none
   */
  private ValueEncoder nullable(
      org.apache.kafka.connect.data.Schema schema, ValueEncoder.Present present, int none) {
    Object standard = schema.defaultValue();
    boolean stays = none >= 0 && schema.isOptional() && (standard == null || nullsStay);
    String type = schema.type().toString();
    return (value, to) -> {
      if (value != null) {
        write(present, value, to, type);
      } else if (stays) {
        to.number(none);
      } else if (standard != null) {
        write(present, standard, to, type);
      } else {
        throw new MisfitException("expected a value, found null where the schema has no null");
      }
    };
  }

  private static void write(
      ValueEncoder.Present present, Object value, AvroOutput to, String type) {
    try {
      present.encode(value, to);
    } catch (ClassCastException e) {
      throw new MisfitException(
          "expected a value of type " + type + ", found one of " + value.getClass(), e);
    }
  }

  private ValueEncoder.Present member(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    int index = Branches.of(schema, avro);
    ValueEncoder.Present present = present(schema, avro.getTypes().get(index));
    return (value, to) -> {
      to.number(index);
      present.encode(value, to);
    };
  }

  private ValueEncoder.Present union(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    List<Field> fields = schema.fields();
    int[] indexes = Branches.ofUnion(schema, avro, mapping);
    List<ValueEncoder.Present> members = new ArrayList<>();
    for (int i = 0; i < indexes.length; i++) {
      members.add(present(fields.get(i).schema(), avro.getTypes().get(indexes[i])));
    }
    return (value, to) -> {
      Struct struct = (Struct) value;
      for (int i = 0; i < indexes.length; i++) {
        Object there = struct.get(fields.get(i));
        if (there != null) {
          to.number(indexes[i]);
          members.get(i).encode(there, to);
          return;
        }
      }
      throw new MisfitException("expected a union with one member set, found none");
    };
  }

  /** For values that are there. */
  private ValueEncoder.Present present(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    if (!Branches.fits(schema, avro)) {
      throw new MisfitException(
          "values of type "
              + schema.type()
              + (schema.name() == null ? "" : " (" + schema.name() + ")")
              + " cannot be written as "
              + avro.getType()
              + " of Avro");
    }
    if (!Branches.means(schema, avro)) {
      throw new MisfitException(
          "values of "
              + schema.name()
              + " cannot be written as "
              + avro.getProp("logicalType")
              + " of Avro, which means something else");
    }
    return switch (schema.type()) {
      case ARRAY -> array(of(schema.valueSchema(), avro.getElementType()));
      case MAP ->
          avro.getType() == Schema.Type.MAP
              ? map(of(schema.valueSchema(), avro.getValueType()))
              : entries(schema, avro.getElementType());
      case STRUCT -> struct(schema, avro);
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
          Primitives.encoder(schema, avro);
    };
  }

  private ValueEncoder.Present struct(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    Pair pair = new Pair(schema, avro);
    StructEncoder known = structs.get(pair);
    if (known != null) {
      return known;
    }
    StructEncoder made = new StructEncoder(schema, avro);
    structs.put(pair, made); // Before its fields, which may be of this very type.
    made.complete(this, mapping);
    return made;
  }

  private static ValueEncoder.Present array(ValueEncoder elements) {
    return (value, to) -> {
      Collection<?> all = (Collection<?>) value;
      int i = 0;
      if (!all.isEmpty()) {
        to.number(all.size());
      }
      for (Object each : all) {
        try {
          elements.encode(each, to);
        } catch (MisfitException e) {
          throw e.under(i);
        }
        i++;
      }
      to.number(0);
    };
  }

  private static ValueEncoder.Present map(ValueEncoder values) {
    return (value, to) -> {
      Map<?, ?> map = (Map<?, ?>) value;
      if (!map.isEmpty()) {
        to.number(map.size());
      }
      map.forEach(
          (key, each) -> {
            if (key == null) {
              throw new MisfitException("expected a text as key of a map, found null");
            }
            to.text((String) key);
            inMap(values, each, to);
          });
      to.number(0);
    };
  }

  private ValueEncoder.Present entries(org.apache.kafka.connect.data.Schema schema, Schema entry) {
    ValueEncoder keys = of(schema.keySchema(), entry.getField(Names.KEY).schema());
    ValueEncoder values = of(schema.valueSchema(), entry.getField(Names.VALUE).schema());
    return (value, to) -> {
      Map<?, ?> map = (Map<?, ?>) value;
      if (!map.isEmpty()) {
        to.number(map.size());
      }
      map.forEach(
          (key, each) -> {
            inMap(keys, key, to);
            inMap(values, each, to);
          });
      to.number(0);
    };
  }

  private static void inMap(ValueEncoder encoder, @Nullable Object value, AvroOutput to) {
    try {
      encoder.encode(value, to);
    } catch (MisfitException e) {
      throw e.under("*"); // A key may be as secret as a value.
    }
  }

  private static int indexOfNull(Schema union) {
    for (int i = 0; i < union.getTypes().size(); i++) {
      if (union.getTypes().get(i).getType() == Schema.Type.NULL) {
        return i;
      }
    }
    return -1;
  }
}
