package io.sluice.project.schema.diff;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.avro.AvroSchema;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.schema.protobuf.ProtobufSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two schemas held against each other.
 *
 * @param changes what the second one says otherwise, in the order of the first and then the second
 * @param newReaders why who has the second one cannot read data of the first; empty if they can
 * @param oldReaders why who has the first one cannot read data of the second; empty if they can
 */
public record SchemaDiff(
    List<Change> changes, List<Incompatibility> newReaders, List<Incompatibility> oldReaders) {
  public SchemaDiff {
    changes = List.copyOf(changes);
    newReaders = List.copyOf(newReaders);
    oldReaders = List.copyOf(oldReaders);
  }

  /** Compares; both of any type. */
  public static SchemaDiff of(SchemaFormats formats, ParsedSchema first, ParsedSchema second) {
    if (first.type() != second.type()) {
      Change type =
          new Change("", Optional.of(first.type().name()), Optional.of(second.type().name()));
      Incompatibility none =
          new Incompatibility(
              "SCHEMA_TYPE_CHANGED",
              "",
              "The one is of type " + first.type() + ", the other of type " + second.type() + ".");
      return new SchemaDiff(List.of(type), List.of(none), List.of(none));
    }
    SchemaFormat format = formats.of(first.type());
    return new SchemaDiff(
        changes(outline(first), outline(second)),
        format.incompatibilities(second, first),
        format.incompatibilities(first, second));
  }

  /** What is said of each path, in the schema's order. */
  private static Map<String, String> outline(ParsedSchema schema) {
    if (schema instanceof AvroSchema avro) {
      return AvroOutline.of(avro.schema());
    }
    if (schema instanceof ProtobufSchema protobuf) {
      return ProtobufOutline.of(protobuf.descriptor());
    }
    return JsonOutline.of(schema.canonical());
  }

  static List<Change> changes(Map<String, String> first, Map<String, String> second) {
    Set<String> paths = new LinkedHashSet<>(first.keySet());
    paths.addAll(second.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      Optional<String> before = Optional.ofNullable(first.get(path));
      Optional<String> after = Optional.ofNullable(second.get(path));
      if (!before.equals(after)) {
        changes.add(new Change(path, before, after));
      }
    }
    return changes;
  }
}
