package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.serdes.protobuf.ValueReaders.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The fields of a message by their numbers, each with the place of its value. Thread-safe. */
final class Members {
  private final Map<Integer, Member> others = new HashMap<>();
  private final Member[] first;
  private final List<Part> parts;

  /**
   * One of them.
   *
   * @param union what the value is put into first; null if it is in no oneof
   */
  record Member(Part part, int number, int place, @Nullable Schema union, @Nullable Field field) {
    void read(ProtoInput in, int wireType, @Nullable Object[] values) throws IOException {
      if (union == null || field == null) {
        values[place] = part.read(in, wireType, values[place]);
      } else {
        Object value = part.read(in, wireType, null);
        values[place] = new Struct(union).put(field, value);
      }
    }
  }

  private static final int SMALL = 64;

  /**
   * @param parts of each place, what it is where it is not there
   */
  Members(List<Member> members, List<Part> parts) {
    this.parts = parts;
    int largest = 0;
    for (Member member : members) {
      if (member.number() < SMALL) {
        largest = Math.max(largest, member.number());
      }
    }
    first = new Member[largest + 1];
    for (Member member : members) {
      if (member.number() < SMALL) {
        first[member.number()] = member;
      } else {
        others.put(member.number(), member);
      }
    }
  }

  static Members of(Part part, Slot slot) {
    int number = ((Slot.Single) slot).field().getNumber();
    return new Members(List.of(new Member(part, number, 0, null, null)), List.of(part));
  }

  static Members ofUnion(
      Schema schema, Slot.Union union, BiFunction<Schema, FieldDescriptor, Part> parts) {
    List<Member> members = new ArrayList<>();
    addUnion(schema, union, 0, parts, members);
    return new Members(members, List.of(NOTHING));
  }

  static void addUnion(
      Schema schema,
      Slot.Union union,
      int place,
      BiFunction<Schema, FieldDescriptor, Part> parts,
      List<Member> members) {
    for (Slot.Single single : union.members()) {
      Field field = schema.field(single.name());
      Part part = parts.apply(field.schema(), single.field());
      members.add(new Member(part, single.field().getNumber(), place, schema, field));
    }
  }

  @Nullable Member find(int number, int wireType) {
    Member member = number < first.length ? first[number] : others.get(number);
    return member == null || !member.part().takes(wireType) ? null : member;
  }

  @Nullable Object absent(int place) {
    return parts.get(place).absent();
  }

  /** A oneof of which no field has come. */
  static final Part NOTHING =
      new Part() {
        @Override
        public boolean takes(int wireType) {
          return false;
        }

        @Override
        public @Nullable Object read(ProtoInput in, int wireType, @Nullable Object before) {
          return before;
        }

        @Override
        public @Nullable Object absent() {
          return null;
        }
      };
}
