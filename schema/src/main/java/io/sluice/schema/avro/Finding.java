package io.sluice.schema.avro;

import static java.util.stream.Collectors.joining;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.FIXED_SIZE_MISMATCH;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.MISSING_ENUM_SYMBOLS;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.MISSING_UNION_BRANCH;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.NAME_MISMATCH;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.READER_FIELD_MISSING_DEFAULT_VALUE;
import static org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType.TYPE_MISMATCH;

import io.sluice.schema.Incompatibility;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Something that keeps a reader from reading, said in a sentence.
 *
 * @param kind by the name of Avro's own kind, if there is one
 * @param step from the type that was looked at to what it is about
 */
record Finding(String kind, Spot step, String description) {
  /** Avro's library throws an exception there. */
  static final String AMBIGUOUS_FIELD = "READER_FIELD_AMBIGUOUS";

  private static final int MOST_LISTED = 10;

  Incompatibility at(Spot looked) {
    Spot spot = looked.then(step);
    return new Incompatibility(
        kind,
        spot.path().isEmpty() ? "/" : spot.path(),
        spot.fields().isEmpty() ? description : "At " + spot.fields() + ": " + description);
  }

  static Finding otherName(Schema reader, Schema writer) {
    return new Finding(
        NAME_MISMATCH.name(),
        Spot.unnamed("/name"),
        "The reader expects the "
            + word(reader)
            + " "
            + reader.getFullName()
            + ", and what was written is the "
            + word(writer)
            + " "
            + writer.getFullName()
            + ": it can be read only where the reader's type has that name, or has it as an"
            + " alias.");
  }

  static Finding otherSize(Schema reader, Schema writer) {
    return new Finding(
        FIXED_SIZE_MISMATCH.name(),
        Spot.unnamed("/size"),
        "The reader expects "
            + reader.getFixedSize()
            + " bytes of "
            + reader.getFullName()
            + ", and "
            + writer.getFixedSize()
            + " were written: values of a fixed size cannot be made to fit.");
  }

  static Finding unknownSymbols(Schema reader, List<String> symbols) {
    return new Finding(
        MISSING_ENUM_SYMBOLS.name(),
        Spot.unnamed("/symbols"),
        "The reader's enum "
            + reader.getFullName()
            + " does not know "
            + listed(symbols, symbol -> symbol)
            + ", which may have been written, and has no default to read instead.");
  }

  static Finding nothingForField(Schema reader, Schema writer, Schema.Field field) {
    return new Finding(
        READER_FIELD_MISSING_DEFAULT_VALUE.name(),
        Spot.field(field),
        "The reader's "
            + reader.getFullName()
            + " has the field "
            + field.name()
            + " without a default, and what was written as "
            + writer.getFullName()
            + " has no such field: the reader has nothing to put there.");
  }

  static Finding severalForField(Schema reader, Schema.Field field) {
    return new Finding(
        AMBIGUOUS_FIELD,
        Spot.field(field),
        "The reader's field "
            + field.name()
            + " of "
            + reader.getFullName()
            + " means several fields that were written, by its name and its aliases: a reader"
            + " cannot know which.");
  }

  static Finding otherType(Schema reader, Schema writer) {
    return new Finding(
        TYPE_MISMATCH.name(),
        Spot.WHOLE,
        "The reader expects "
            + described(reader)
            + ", and "
            + described(writer)
            + " was written: the one is not read as the other.");
  }

  static Finding noBranch(Schema reader, Schema writer, Spot step) {
    return new Finding(
        MISSING_UNION_BRANCH.name(),
        step,
        "The reader's union of "
            + listed(reader.getTypes(), Finding::described)
            + " has no branch that reads "
            + described(writer)
            + ", which may have been written.");
  }

  private static String described(Schema schema) {
    return AvroDepth.isNamed(schema) ? word(schema) + " " + schema.getFullName() : word(schema);
  }

  private static String word(Schema schema) {
    return schema.getType().name().toLowerCase(Locale.ROOT);
  }

  private static <T> String listed(List<T> things, Function<T, String> word) {
    String words = things.stream().limit(MOST_LISTED).map(word).collect(joining(", "));
    int left = things.size() - MOST_LISTED;
    return left > 0 ? words + " and " + left + " more" : words;
  }
}
