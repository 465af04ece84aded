package io.sluice.serdes.avro.resolution;

import static java.util.Objects.requireNonNull;

import io.sluice.serdes.misfit.MisfitException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes steps of what Avro's library finds out about two schemas. Of one thread, and one pair of
 * schemas.
 */
final class Steps {
  private final Map<Action, RecordStep> records = new IdentityHashMap<>();

  /**
   * The step that an action stands for.
   *
   * @throws MisfitException if no value of the one schema is one of the other
   */
  Step of(Action action) {
    if (action instanceof Resolver.ErrorAction error) {
      throw refused(error);
    }
    if (action instanceof Resolver.WriterUnion union) {
      return writerUnion(union);
    }
    if (action instanceof Resolver.ReaderUnion union) {
      Step member = of(union.actualAction);
      int index = union.firstMatch;
      return (value, to) -> {
        to.writeIndex(index);
        member.write(value, to);
      };
    }
    Meaning.same(action.writer, action.reader);
    if (action instanceof Resolver.RecordAdjust record) {
      return record(record);
    }
    if (action instanceof Resolver.Container container) {
      Step elements = of(container.elementAction);
      return action.reader.getType() == Schema.Type.ARRAY ? array(elements) : map(elements);
    }
    if (action instanceof Resolver.EnumAdjust) {
      return symbol(action.reader);
    }
    if (action instanceof Resolver.Promote) {
      return Promotions.step(action.writer, action.reader);
    }
    DatumWriter<Object> plain = new GenericDatumWriter<>(action.reader);
    return plain::write;
  }

  private Step writerUnion(Resolver.WriterUnion union) {
    List<Schema> types = union.writer.getTypes();
    List<Step> members = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Step member = member(union.actions[i]);
      // Where both unions are alike, Avro's library has no action for the union itself.
      members.add(union.unionEquiv ? indexed(i, member) : member);
    }
    return (value, to) ->
        members.get(GenericData.get().resolveUnion(union.writer, value)).write(value, to);
  }

  /** A member that is never there must not keep the others from being written. */
  private Step member(Action action) {
    try {
      return of(action);
    } catch (MisfitException e) {
      return (value, to) -> {
        throw e;
      };
    }
  }

  private static Step indexed(int index, Step member) {
    return (value, to) -> {
      to.writeIndex(index);
      member.write(value, to);
    };
  }

  private Step record(Resolver.RecordAdjust action) {
    RecordStep known = records.get(action);
    if (known != null) {
      return known;
    }
    RecordStep made = new RecordStep();
    records.put(action, made); // Before its fields, which may be of this very type.
    RecordStep.Part[] parts = new RecordStep.Part[action.readerOrder.length];
    int next = 0;
    for (int from = 0; from < action.fieldActions.length; from++) {
      Action each = action.fieldActions[from];
      if (each instanceof Resolver.Skip) {
        continue;
      }
      Schema.Field field = action.readerOrder[next++];
      try {
        parts[field.pos()] = new RecordStep.Part(field, from, of(each));
      } catch (MisfitException e) {
        throw e.under(field.name());
      }
    }
    for (int i = 0; i < action.defaults.length; i++) {
      Schema.Field field = action.readerOrder[action.firstDefault + i];
      parts[field.pos()] = new RecordStep.Part(field, -1, standard(field, action.defaults[i]));
    }
    made.complete(List.of(parts));
    return made;
  }

  private static Step standard(Schema.Field field, @Nullable Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema()).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] same = bytes.toByteArray();
    return (none, to) -> to.writeFixed(same);
  }

  private static Step array(Step elements) {
    return (value, to) -> {
      Collection<?> all = (Collection<?>) requireNonNull(value);
      to.writeArrayStart();
      to.setItemCount(all.size());
      int i = 0;
      for (Object each : all) {
        to.startItem();
        try {
          elements.write(each, to);
        } catch (MisfitException e) {
          throw e.under(i);
        }
        i++;
      }
      to.writeArrayEnd();
    };
  }

  private static Step map(Step values) {
    return (value, to) -> {
      Map<?, ?> map = (Map<?, ?>) requireNonNull(value);
      to.writeMapStart();
      to.setItemCount(map.size());
      for (Map.Entry<?, ?> each : map.entrySet()) {
        to.startItem();
        to.writeString((CharSequence) each.getKey());
        try {
          values.write(each.getValue(), to);
        } catch (MisfitException e) {
          throw e.under("*"); // A key may be as secret as a value.
        }
      }
      to.writeMapEnd();
    };
  }

  /** A reader may take its default for a symbol that it does not know; who writes may not. */
  private static Step symbol(Schema reader) {
    return (value, to) -> {
      String symbol = requireNonNull(value).toString();
      if (!reader.hasEnumSymbol(symbol)) {
        throw new MisfitException(
            "expected a symbol of the enum "
                + reader.getFullName()
                + " that the record is written under, found another");
      }
      to.writeEnum(reader.getEnumOrdinal(symbol));
    };
  }

  private static MisfitException refused(Resolver.ErrorAction error) {
    String what =
        switch (error.error) {
          case MISSING_REQUIRED_FIELD ->
              "a field without a default that the record's schema does not have: "
                  + missing(error.writer, error.reader);
          case NO_MATCHING_BRANCH -> "a union without the type " + error.writer.getFullName();
          case INCOMPATIBLE_SCHEMA_TYPES, NAMES_DONT_MATCH ->
              error.reader.getFullName() + " where the record has " + error.writer.getFullName();
          case SIZES_DONT_MATCH ->
              error.reader.getFixedSize()
                  + " bytes where the record has "
                  + error.writer.getFixedSize();
        };
    return new MisfitException("the schema that the record is written under has " + what);
  }

  private static String missing(Schema writer, Schema reader) {
    return reader.getFields().stream()
        .filter(field -> writer.getField(field.name()) == null && !field.hasDefaultValue())
        .map(Schema.Field::name)
        .findFirst()
        .orElseThrow();
  }
}
