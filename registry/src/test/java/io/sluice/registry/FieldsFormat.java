package io.sluice.registry;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A small language of schemas, so that the registry can be tried without what is difficult in the
 * large ones: a list of fields, {@code a b? c}. A reader needs its fields in what was written, but
 * for those with a question mark, which have a default. {@code @name} needs another schema.
 */
final class FieldsFormat implements SchemaFormat {
  private final SchemaType type;

  FieldsFormat(SchemaType type) {
    this.type = type;
  }

  @Override
  public SchemaType type() {
    return type;
  }

  @Override
  public ParsedSchema parse(SchemaSource source) {
    List<String> words = Arrays.asList(source.text().strip().split("\\s+"));
    for (String word : words) {
      if (word.startsWith("@") && !source.dependencies().containsKey(word.substring(1))) {
        throw new InvalidSchemaException("no schema is named " + word);
      }
      if (!word.matches("@?[a-z0-9.]+\\??")) {
        throw new InvalidSchemaException("expected a field but found '" + word + "'");
      }
    }
    return new Fields(type, words);
  }

  @Override
  public List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer) {
    List<String> written =
        ((Fields) writer).words.stream().map(word -> word.replace("?", "")).toList();
    List<Incompatibility> missing = new ArrayList<>();
    for (String word : ((Fields) reader).words) {
      if (!word.endsWith("?") && !written.contains(word)) {
        missing.add(new Incompatibility("FIELD_MISSING", "/" + word, "has no default"));
      }
    }
    return missing;
  }

  private record Fields(SchemaType type, List<String> words) implements ParsedSchema {
    @Override
    public String canonical() {
      return String.join(" ", words);
    }

    @Override
    public String normalized() {
      return words.stream().sorted().collect(Collectors.joining(" "));
    }

    @Override
    public Optional<String> recordName() {
      return Optional.empty();
    }
  }
}
