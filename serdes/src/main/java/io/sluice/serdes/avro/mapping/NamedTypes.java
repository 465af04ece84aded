package io.sluice.serdes.avro.mapping;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The named types of one schema. In Avro a name is one type: where Connect's schemas have it for
 * several, which it allows, those after the first get a number behind it in Avro, and keep their
 * own name in {@code connect.name}.
 */
final class NamedTypes {
  private final Mapping mapping;
  private final Map<String, Taken> taken = new HashMap<>();
  private int nameless;

  NamedTypes(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * A type that has a name already.
   *
   * @param meaning what it must have in common with another one that is to be the same type
   */
  private record Taken(List<?> meaning, Schema avro) {}

  /** Where a type goes. */
  final class Place {
    private final String fullName;
    private final List<?> meaning;
    private final @Nullable Schema known;

    private Place(String fullName, List<?> meaning, @Nullable Schema known) {
      this.fullName = fullName;
      this.meaning = meaning;
      this.known = known;
    }

    /** The very type, if it is there already. */
    @Nullable Schema known() {
      return known;
    }

    String name() {
      return fullName.substring(fullName.lastIndexOf('.') + 1);
    }

    @Nullable String namespace() {
      int dot = fullName.lastIndexOf('.');
      return dot < 0 ? null : fullName.substring(0, dot);
    }

    /** Whether the name alone tells that it is the entry of a map. */
    boolean isPlainEntry() {
      return fullName.equals(Names.NAMESPACE + "." + Names.MAP_ENTRY);
    }

    void take(Schema avro) {
      taken.put(fullName, new Taken(meaning, avro));
    }
  }

  /** The place of a schema; null as its name means that it has none. */
  Place place(@Nullable String name, org.apache.kafka.connect.data.Schema schema) {
    List<?> meaning =
        Arrays.asList(
            schema.type(),
            schema.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT
                ? schema.fields()
                : null,
            schema.name(),
            schema.version(),
            schema.doc(),
            schema.parameters(),
            new Standard(schema.defaultValue()));
    if (name == null) {
      return nameless(meaning);
    }
    return place(mapping.scrubNames() ? NameScrubber.full(name) : name, meaning);
  }

  /** The place of a map's entries. */
  Place entries(org.apache.kafka.connect.data.Schema map) {
    List<?> meaning = Arrays.asList(map.name(), map.keySchema(), map.valueSchema());
    String name = map.name() == null ? Names.NAMESPACE + "." + Names.MAP_ENTRY : map.name();
    return place(mapping.scrubNames() ? NameScrubber.full(name) : name, meaning);
  }

  /** A default, which may be an array of bytes. */
  private record Standard(@Nullable Object value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Standard that && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  private Place nameless(List<?> meaning) {
    for (Map.Entry<String, Taken> each : taken.entrySet()) {
      if (each.getKey().startsWith(Names.NAMESPACE + "." + Names.NAMELESS)
          && each.getValue().meaning().equals(meaning)) {
        return new Place(each.getKey(), meaning, each.getValue().avro());
      }
    }
    nameless++;
    String name = Names.NAMESPACE + "." + Names.NAMELESS + (nameless > 1 ? nameless : "");
    return new Place(name, meaning, null);
  }

  private Place place(String name, List<?> meaning) {
    for (int number = 1; ; number++) {
      String candidate = number == 1 ? name : name + number;
      Taken there = taken.get(candidate);
      if (there == null) {
        return new Place(candidate, meaning, null);
      }
      if (there.meaning().equals(meaning)) {
        return new Place(candidate, meaning, there.avro());
      }
      if (!mapping.metaData()) {
        throw new DataException(
            "Two schemas have the name "
                + name
                + " and are not the same, which Avro does not allow. Give one of them another"
                + " name, or set connect.meta.data=true");
      }
    }
  }
}
