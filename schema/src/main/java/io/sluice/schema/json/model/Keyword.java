package io.sluice.schema.json.model;

import static io.sluice.schema.json.model.Draft.DRAFT_2019_09;
import static io.sluice.schema.json.model.Draft.DRAFT_2020_12;
import static io.sluice.schema.json.model.Draft.DRAFT_4;
import static io.sluice.schema.json.model.Draft.DRAFT_6;
import static io.sluice.schema.json.model.Draft.DRAFT_7;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A keyword that says something about instances, or that holds schemas. Every other word in a
 * schema is a remark and changes nothing.
 */
public enum Keyword {
  TYPE("type", Shape.TYPES, DRAFT_4, DRAFT_2020_12),
  ENUM("enum", Shape.VALUES, DRAFT_4, DRAFT_2020_12),
  CONST("const", Shape.VALUE, DRAFT_6, DRAFT_2020_12),

  MULTIPLE_OF("multipleOf", Shape.POSITIVE_NUMBER, DRAFT_4, DRAFT_2020_12),
  MAXIMUM("maximum", Shape.NUMBER, DRAFT_4, DRAFT_2020_12),
  EXCLUSIVE_MAXIMUM("exclusiveMaximum", Shape.EXCLUSIVE_BOUND, DRAFT_4, DRAFT_2020_12),
  MINIMUM("minimum", Shape.NUMBER, DRAFT_4, DRAFT_2020_12),
  EXCLUSIVE_MINIMUM("exclusiveMinimum", Shape.EXCLUSIVE_BOUND, DRAFT_4, DRAFT_2020_12),

  MAX_LENGTH("maxLength", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  MIN_LENGTH("minLength", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  PATTERN("pattern", Shape.TEXT, DRAFT_4, DRAFT_2020_12),

  PREFIX_ITEMS("prefixItems", Shape.SCHEMAS, DRAFT_2020_12, DRAFT_2020_12),
  ITEMS("items", Shape.SCHEMA_OR_SCHEMAS, DRAFT_4, DRAFT_2020_12),
  ADDITIONAL_ITEMS("additionalItems", Shape.SCHEMA, DRAFT_4, DRAFT_2019_09),
  UNEVALUATED_ITEMS("unevaluatedItems", Shape.SCHEMA, DRAFT_2019_09, DRAFT_2020_12),
  MAX_ITEMS("maxItems", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  MIN_ITEMS("minItems", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  UNIQUE_ITEMS("uniqueItems", Shape.FLAG, DRAFT_4, DRAFT_2020_12),
  CONTAINS("contains", Shape.SCHEMA, DRAFT_6, DRAFT_2020_12),
  MAX_CONTAINS("maxContains", Shape.COUNT, DRAFT_2019_09, DRAFT_2020_12),
  MIN_CONTAINS("minContains", Shape.COUNT, DRAFT_2019_09, DRAFT_2020_12),

  MAX_PROPERTIES("maxProperties", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  MIN_PROPERTIES("minProperties", Shape.COUNT, DRAFT_4, DRAFT_2020_12),
  REQUIRED("required", Shape.NAMES, DRAFT_4, DRAFT_2020_12),
  PROPERTIES("properties", Shape.NAMED_SCHEMAS, DRAFT_4, DRAFT_2020_12),
  PATTERN_PROPERTIES("patternProperties", Shape.NAMED_SCHEMAS, DRAFT_4, DRAFT_2020_12),
  ADDITIONAL_PROPERTIES("additionalProperties", Shape.SCHEMA, DRAFT_4, DRAFT_2020_12),
  UNEVALUATED_PROPERTIES("unevaluatedProperties", Shape.SCHEMA, DRAFT_2019_09, DRAFT_2020_12),
  PROPERTY_NAMES("propertyNames", Shape.SCHEMA, DRAFT_6, DRAFT_2020_12),
  DEPENDENCIES("dependencies", Shape.DEPENDENCIES, DRAFT_4, DRAFT_7),
  DEPENDENT_REQUIRED("dependentRequired", Shape.NAMES_BY_NAME, DRAFT_2019_09, DRAFT_2020_12),
  DEPENDENT_SCHEMAS("dependentSchemas", Shape.NAMED_SCHEMAS, DRAFT_2019_09, DRAFT_2020_12),

  ALL_OF("allOf", Shape.SCHEMAS, DRAFT_4, DRAFT_2020_12),
  ANY_OF("anyOf", Shape.SCHEMAS, DRAFT_4, DRAFT_2020_12),
  ONE_OF("oneOf", Shape.SCHEMAS, DRAFT_4, DRAFT_2020_12),
  NOT("not", Shape.SCHEMA, DRAFT_4, DRAFT_2020_12),
  IF("if", Shape.SCHEMA, DRAFT_7, DRAFT_2020_12),
  THEN("then", Shape.SCHEMA, DRAFT_7, DRAFT_2020_12),
  ELSE("else", Shape.SCHEMA, DRAFT_7, DRAFT_2020_12),

  REF("$ref", Shape.REFERENCE, DRAFT_4, DRAFT_2020_12),
  RECURSIVE_REF("$recursiveRef", Shape.REFERENCE, DRAFT_2019_09, DRAFT_2019_09),
  DYNAMIC_REF("$dynamicRef", Shape.REFERENCE, DRAFT_2020_12, DRAFT_2020_12),

  DEFINITIONS("definitions", Shape.NAMED_SCHEMAS, DRAFT_4, DRAFT_2020_12),
  DEFS("$defs", Shape.NAMED_SCHEMAS, DRAFT_4, DRAFT_2020_12);

  /** What a keyword's value has to be. */
  enum Shape {
    TYPES,
    VALUE,
    VALUES,
    NUMBER,
    POSITIVE_NUMBER,
    EXCLUSIVE_BOUND,
    COUNT,
    TEXT,
    FLAG,
    NAMES,
    NAMES_BY_NAME,
    SCHEMA,
    SCHEMAS,
    SCHEMA_OR_SCHEMAS,
    NAMED_SCHEMAS,
    DEPENDENCIES,
    REFERENCE
  }

  private static final Map<String, Keyword> BY_WORD = byWord();

  private final String word;
  private final Shape shape;
  private final Draft first;
  private final Draft last;

  Keyword(String word, Shape shape, Draft first, Draft last) {
    this.word = word;
    this.shape = shape;
    this.first = first;
    this.last = last;
  }

  private static Map<String, Keyword> byWord() {
    Map<String, Keyword> byWord = new HashMap<>();
    for (Keyword keyword : values()) {
      byWord.put(keyword.word, keyword);
    }
    return Map.copyOf(byWord);
  }

  /** The keyword that a draft knows by this word; null if it knows none. */
  static @Nullable Keyword of(String word, Draft draft) {
    Keyword keyword = BY_WORD.get(word);
    return keyword != null && draft.isSince(keyword.first) && draft.isUntil(keyword.last)
        ? keyword
        : null;
  }

  /** The word as it is written in a schema. */
  public String word() {
    return word;
  }

  Shape shape() {
    return shape;
  }

  /** Whether with this value it says nothing: a bound that everything keeps, a flag that is off. */
  boolean isIdle(JsonNode value) {
    return switch (this) {
      case MIN_LENGTH, MIN_ITEMS, MIN_PROPERTIES -> value.decimalValue().signum() == 0;
      case UNIQUE_ITEMS -> !value.asBoolean();
      case EXCLUSIVE_MINIMUM, EXCLUSIVE_MAXIMUM -> value.isBoolean() && !value.asBoolean();
      case REQUIRED -> value.isEmpty();
      default -> false;
    };
  }

  /** Whether it only keeps schemas for others to refer to. */
  public boolean isStore() {
    return this == DEFINITIONS || this == DEFS;
  }

  /** Whether it refers to another schema, which counts in its place. */
  static List<Keyword> references() {
    return List.of(REF, RECURSIVE_REF, DYNAMIC_REF);
  }
}
