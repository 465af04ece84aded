package io.sluice.schema;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * How much a schema may ask of whoever reads it. Schemas come from anybody, so each bound holds
 * before a parser that recurses, or makes an object of every word, sees the text.
 *
 * @param maxLength of a schema's own text and of each text that it needs, in UTF-16 units; at least
 *     1
 * @param maxTotalLength of all these texts together, in UTF-16 units
 * @param maxDepth how deep brackets may stand within brackets in a text; at least 1
 * @param maxTypes how many types (records, messages, enums, definitions) the texts may define
 *     together
 * @param maxSteps how many pairs of parts a comparison of two schemas may look at
 */
public record SchemaLimits(
    int maxLength, int maxTotalLength, int maxDepth, int maxTypes, int maxSteps) {
  private static final SchemaLimits DEFAULTS =
      new SchemaLimits(4 << 20, 16 << 20, 500, 20_000, 1_000_000);

  /** A fiftieth of the heap's quarter: what else there is needs room as well. */
  private static final int HEAP_SHARE = 200;

  private static final int SHORTEST = 64 << 10;

  public SchemaLimits {
    if (maxLength < 1 || maxTotalLength < maxLength || maxDepth < 1 || maxTypes < 1) {
      throw new IllegalArgumentException(
          "maxLength "
              + maxLength
              + ", maxTotalLength "
              + maxTotalLength
              + ", maxDepth "
              + maxDepth
              + ", maxTypes "
              + maxTypes
              + ": each at least 1, the total no less than one text");
    }
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps is " + maxSteps + ", less than 1");
    }
  }

  /**
   * Far beyond what people write: 4 Mi characters a text, 16 Mi in all, 500 brackets deep, 20,000
   * types, a million pairs.
   */
  public static SchemaLimits defaults() {
    return DEFAULTS;
  }

  /**
   * The same, or less where a heap is so small that one such schema would fill it: what is made of
   * a text while it is read takes some fifty times its length.
   *
   * @param heapBytes the largest heap that the process may have
   */
  public static SchemaLimits within(long heapBytes) {
    int length = (int) Math.max(SHORTEST, Math.min(DEFAULTS.maxLength, heapBytes / HEAP_SHARE));
    if (length == DEFAULTS.maxLength) {
      return DEFAULTS;
    }
    return new SchemaLimits(
        length, 2 * length, DEFAULTS.maxDepth, DEFAULTS.maxTypes, DEFAULTS.maxSteps);
  }

  /**
   * Looks at the lengths of a schema and of all that it needs.
   *
   * @throws InvalidSchemaException if it is too long
   */
  public void checkLengths(SchemaSource source) {
    requireNonNull(source, "source is null");
    long total = source.text().length();
    checkLength("The schema", source.text());
    for (var dependency : source.dependencies().entrySet()) {
      checkLength("The schema referred to as " + dependency.getKey(), dependency.getValue());
      total += dependency.getValue().length();
    }
    if (total > maxTotalLength) {
      throw new InvalidSchemaException(
          "The schema and what it refers to are "
              + counted(total)
              + " characters long together; at most "
              + counted(maxTotalLength)
              + " are accepted");
    }
  }

  /**
   * Looks at how deep something in a schema is nested.
   *
   * @param what what is nested, as the beginning of a sentence, such as {@code The schema}
   * @throws InvalidSchemaException if it is too deep
   */
  public void checkDepth(String what, int depth) {
    if (depth > maxDepth) {
      throw new InvalidSchemaException(
          what
              + " is nested "
              + counted(depth)
              + " levels deep; at most "
              + counted(maxDepth)
              + " are accepted");
    }
  }

  /**
   * Looks at the number of types that a schema and all that it needs define.
   *
   * @throws InvalidSchemaException if they are too many
   */
  public void checkTypes(int types) {
    if (types > maxTypes) {
      throw new InvalidSchemaException(
          "The schema and what it refers to define "
              + counted(types)
              + " types; at most "
              + counted(maxTypes)
              + " are accepted");
    }
  }

  private void checkLength(String which, String text) {
    if (text.length() > maxLength) {
      throw new InvalidSchemaException(
          which
              + " is "
              + counted(text.length())
              + " characters long; at most "
              + counted(maxLength)
              + " are accepted");
    }
  }

  private static String counted(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
