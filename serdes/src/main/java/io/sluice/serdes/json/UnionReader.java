package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value that is one of several into the field of a struct that stands for it: the one that
 * it {@linkplain UnionFit fits best} of those that take it, of two that it fits as well the first.
 * What {@link UnionMembers} lets through comes back as the member that it was. Thread-safe.
 */
final class UnionReader implements ValueReader {
  private final Schema schema;
  private final List<Supplier<ValueReader>> values;

  UnionReader(Schema schema, List<Supplier<ValueReader>> values) {
    this.schema = schema;
    this.values = values;
  }

  private record Candidate(Field field, UnionFit fit) {}

  @Override
  public Object read(JsonParser json) throws IOException {
    // Not a tree, whose numbers have no minus zero.
    try (TokenBuffer kept = new TokenBuffer(json)) {
      JsonToken token = json.currentToken();
      kept.copyCurrentStructure(json);
      Set<String> names = token == JsonToken.START_OBJECT ? names(kept) : Set.of();
      String text = token == JsonToken.VALUE_STRING ? json.getText() : "";
      List<Candidate> candidates = new ArrayList<>();
      for (Field field : schema.fields()) {
        UnionFit fit = new UnionFit.Measure(token, text, names).of(field.schema(), schema);
        if (fit.isAny()) {
          candidates.add(new Candidate(field, fit));
        }
      }
      candidates.sort((a, b) -> b.fit().compareTo(a.fit()));
      for (Candidate candidate : candidates) {
        Struct read = attempt(candidate.field(), kept);
        if (read != null) {
          return read;
        }
      }
    }
    throw new MisfitException("expected one of the types of a union, found none of them");
  }

  private static Set<String> names(TokenBuffer object) throws IOException {
    Set<String> names = new HashSet<>();
    try (JsonParser json = object.asParserOnFirstToken()) {
      String name;
      while ((name = json.nextFieldName()) != null) {
        names.add(name);
        json.nextToken();
        json.skipChildren();
      }
    }
    return names;
  }

  private @Nullable Struct attempt(Field field, TokenBuffer kept) throws IOException {
    try (JsonParser json = kept.asParserOnFirstToken()) {
      Object value = values.get(field.index()).get().read(json);
      return value == null ? null : new Struct(schema).put(field, value);
    } catch (MisfitException e) {
      return null; // Another of them may take it.
    }
  }
}
