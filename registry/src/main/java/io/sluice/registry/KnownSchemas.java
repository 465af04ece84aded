package io.sluice.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.store.ContentNotes;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read already, within bounded memory (Invariant 6). What an id means never changes, but
 * may be deleted for ever, by this node or another one: so what is kept holds for one count of such
 * removals only, which every transaction reads first. What a text parses to holds always.
 */
final class KnownSchemas {
  /** Both in bytes, as far as they can be told. */
  private static final long TEXTS = 16L << 20;

  private static final long PARSED = 32L << 20;

  /** What a parsed schema takes for each character of its text, and at least; measured. */
  private static final int PARSED_PER_CHARACTER = 16;

  private static final int PARSED_AT_LEAST = 2048;
  private static final int TEXT_AT_LEAST = 512;

  /**
   * What a character of notes takes, as the shortest do: {@code "a":"b",} is an entry of a map and
   * two texts.
   */
  private static final int NOTES_PER_CHARACTER = 24;

  /** As many characters a reference counts beside its names. */
  private static final int REFERENCE = 16;

  /** A weight that no cache would take stands for anything heavier. */
  private static final int HEAVIEST = 1 << 30;

  private final Cache<SchemaSource, ParsedSchema> parsed =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(PARSED)
          .weigher(
              (SchemaSource source, ParsedSchema schema) ->
                  bounded(PARSED_AT_LEAST + PARSED_PER_CHARACTER * characters(source)))
          .build();

  private volatile Generation newest = new Generation(-1);

  /** Of the meanings of ids, those that hold while nothing more is removed. */
  static final class Generation {
    private final long removals;
    private final Cache<Id, StoredSchema> schemas =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(TEXTS)
            .weigher(
                (Id id, StoredSchema schema) -> bounded(TEXT_AT_LEAST + bytes(schema.content())))
            .build();

    private Generation(long removals) {
      this.removals = removals;
    }

    @Nullable StoredSchema find(String context, int id) {
      return schemas.getIfPresent(new Id(context, id));
    }

    /** Takes only what is committed. */
    void keep(StoredSchema schema) {
      schemas.put(new Id(schema.context(), schema.id()), schema);
    }
  }

  private record Id(String context, int id) {}

  /**
   * What holds at a count of removals that is not committed yet: it may never be, so nobody else is
   * given what is kept at it.
   */
  Generation before(long removals) {
    Generation generation = newest;
    return generation.removals == removals ? generation : new Generation(removals);
  }

  /** What holds at a count of removals, which is committed. */
  Generation at(long removals) {
    Generation generation = newest;
    if (generation.removals == removals) {
      return generation;
    }
    synchronized (this) {
      if (newest.removals < removals) {
        newest = new Generation(removals);
      }
      // Who still looks at an older view finds nothing and keeps nothing for others.
      return newest.removals == removals ? newest : new Generation(removals);
    }
  }

  /** What a source parses to. */
  ParsedSchema parsed(SchemaSource source, Function<SchemaSource, ParsedSchema> parse) {
    ParsedSchema known = parsed.getIfPresent(source);
    if (known == null) {
      // Not under the cache's lock, which others would wait for: a text may take long to parse.
      known = parse.apply(source);
      parsed.put(source, known);
    }
    return known;
  }

  private static long bytes(SchemaContent content) {
    return 2L * content.text().length() + NOTES_PER_CHARACTER * ContentNotes.of(content).length();
  }

  private static long characters(SchemaSource source) {
    long sum = source.text().length();
    for (SchemaReference reference : source.references()) {
      sum += REFERENCE + reference.name().length() + reference.subject().length();
    }
    for (Map.Entry<String, String> needed : source.dependencies().entrySet()) {
      sum += needed.getKey().length() + needed.getValue().length();
    }
    return sum;
  }

  private static int bounded(long weight) {
    return (int) Math.min(weight, HEAVIEST);
  }
}
