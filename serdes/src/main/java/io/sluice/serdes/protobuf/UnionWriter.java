package io.sluice.serdes.protobuf;

import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.protobuf.ValueWriters.Body;
import io.sluice.serdes.protobuf.ValueWriters.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Writes whichever field of a struct is not null, as that of a oneof. Thread-safe. */
final class UnionWriter implements Body {
  private record Member(Field field, Part part) {}

  private final List<Member> members = new ArrayList<>();

  UnionWriter(Schema schema, Slot.Union union, BiFunction<Schema, Slot.Single, Part> parts) {
    for (Slot.Single single : union.members()) {
      Field field = schema.field(single.name());
      if (field != null) {
        members.add(new Member(field, parts.apply(field.schema(), single)));
      }
    }
  }

  @Override
  public void write(Object value, ReverseBytes out) {
    Struct struct = (Struct) value;
    Member chosen = null;
    for (Member member : members) {
      if (struct.getWithoutDefault(member.field().name()) != null) {
        if (chosen != null) {
          throw new MisfitException("expected one field of a oneof to be set, found several");
        }
        chosen = member;
      }
    }
    if (chosen == null) {
      throw new MisfitException("expected one field of a oneof to be set, found none");
    }
    try {
      chosen.part().write(struct.getWithoutDefault(chosen.field().name()), out);
    } catch (MisfitException e) {
      throw e.under(chosen.field().name());
    }
  }
}
