package io.sluice.transforms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Finds the configured fields in schemas, and in records that have none. */
final class MaskedFields {
  /**
   * What a source can have in use; one that makes a schema for each record must not fill memory.
   */
  private static final int SCHEMAS_KEPT = 1000;

  /** Deeper than any row; only a schema that refers to itself gets there. */
  private static final int MAX_DEPTH = 100;

  /** Heartbeats and transaction marks of Debezium: no rows, nothing to hide. */
  private static final String CONTROL_PREFIX = "io.debezium.connector.common.";

  private final Masker masker;
  private final List<FieldPath> paths;
  private final MissingFields missing;

  /** By identity first: to compare schemas costs more than to mask a row. */
  private final Map<Schema, @Nullable MaskPlan> plans = new IdentityHashMap<>();

  private final Map<Schema, @Nullable MaskPlan> plansOfEqual = new HashMap<>();

  MaskedFields(MaskConfig config, Masker masker) {
    this.masker = masker;
    this.paths = FieldPath.of(config.fields());
    this.missing = new MissingFields(config.fields(), config.missing());
  }

  /** How to mask values of this schema; null if there is nothing to hide in them. */
  @Nullable MaskPlan planFor(Schema schema) {
    MaskPlan known = plans.get(schema);
    if (known != null || plans.containsKey(schema)) {
      return known;
    }
    if (plans.size() >= SCHEMAS_KEPT || plansOfEqual.size() >= SCHEMAS_KEPT) {
      plans.clear();
      plansOfEqual.clear();
    }
    if (!plansOfEqual.containsKey(schema)) {
      plansOfEqual.put(schema, newPlan(schema));
    }
    MaskPlan plan = plansOfEqual.get(schema);
    plans.put(schema, plan);
    return plan;
  }

  /** A masked copy of a value without a schema. */
  @Nullable Object apply(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw Mask.refused("expected a record with fields, found " + value.getClass().getName());
    }
    Set<String> found = new HashSet<>();
    if (map.containsKey("op") && (map.containsKey("before") || map.containsKey("after"))) {
      Set<Object> names = new HashSet<>();
      Map<Object, @Nullable Object> event = new LinkedHashMap<>(map);
      for (String image : new String[] {"before", "after"}) {
        if (map.get(image) instanceof Map<?, ?> row) {
          event.put(image, maskedInside(row, paths, found));
          names.addAll(row.keySet());
        }
      }
      missing.check("change events without a schema", names, found);
      return event;
    }
    Object masked = maskedInside(map, paths, found);
    missing.check("records without a schema", map.keySet(), found);
    return masked;
  }

  private @Nullable MaskPlan newPlan(Schema schema) {
    if (schema.name() != null && schema.name().startsWith(CONTROL_PREFIX)) {
      return null;
    }
    if (schema.type() != Schema.Type.STRUCT) {
      throw Mask.refused("expected a record with fields, found " + schema.type());
    }
    Set<String> found = new HashSet<>();
    boolean event = isChangeEvent(schema);
    MaskPlan plan = event ? rows(schema, found) : fields(schema, f -> inside(f, paths, found, 0));
    missing.check(
        "schema '" + schema.name() + "'", fieldNames(event ? rowOf(schema) : schema), found);
    return plan;
  }

  /** Only the row's images are looked at: a column may well be called 'source' or 'op'. */
  private @Nullable MaskPlan rows(Schema event, Set<String> found) {
    // Both images nearly always have one schema, and keep one.
    Map<Schema, @Nullable MaskPlan> images = new IdentityHashMap<>();
    return fields(
        event,
        field -> {
          if (!isImage(field)) {
            return null;
          }
          Schema row = field.schema();
          if (!images.containsKey(row)) {
            images.put(row, fields(row, f -> inside(f, paths, found, 0)));
          }
          return images.get(row);
        });
  }

  private static boolean isChangeEvent(Schema schema) {
    return schema.field("op") != null && schema.fields().stream().anyMatch(MaskedFields::isImage);
  }

  private static boolean isImage(Field field) {
    return (field.name().equals("before") || field.name().equals("after"))
        && field.schema().type() == Schema.Type.STRUCT;
  }

  private static Schema rowOf(Schema event) {
    return event.fields().stream().filter(MaskedFields::isImage).findFirst().orElseThrow().schema();
  }

  private static Set<Object> fieldNames(Schema schema) {
    Set<Object> names = new HashSet<>();
    schema.fields().forEach(field -> names.add(field.name()));
    return names;
  }

  private @Nullable MaskPlan inside(
      Field field, List<FieldPath> outer, Set<String> found, int depth) {
    List<FieldPath> inner = FieldPath.into(field.name(), outer, found);
    return inner.isEmpty() ? null : plan(field.schema(), inner, found, depth + 1);
  }

  /**
   * @param here the paths that lead here; if one ends here, everything below is hidden
   * @return null if nothing is hidden
   */
  private @Nullable MaskPlan plan(
      Schema schema, List<FieldPath> here, Set<String> found, int depth) {
    if (depth > MAX_DEPTH) {
      throw Mask.refused(
          "cannot hide all of '" + here.get(0).configured() + "': its schema holds itself");
    }
    boolean all = here.stream().anyMatch(FieldPath::atEnd);
    if (all && (isLeaf(schema) || masker.takesAway())) {
      return new MaskPlan.Leaf(masker.schemaFor(schema), masker);
    }
    return switch (schema.type()) {
      case STRUCT ->
          fields(
              schema,
              field ->
                  all
                      ? plan(field.schema(), here, found, depth + 1)
                      : inside(field, here, found, depth));
      case ARRAY -> {
        MaskPlan element = plan(schema.valueSchema(), here, found, depth + 1);
        yield element == null
            ? null
            : new MaskPlan.Elements(changed(schema, null, null, element.schema()), element);
      }
      case MAP -> {
        // A path may go on with a key, which no schema knows, and all values of a map have one
        // schema: so all are hidden.
        here.forEach(path -> found.add(path.configured()));
        List<FieldPath> whole = List.of(new FieldPath("", ""));
        MaskPlan value = plan(schema.valueSchema(), whole, found, depth + 1);
        yield value == null
            ? null
            : new MaskPlan.Entries(
                changed(schema, null, schema.keySchema(), value.schema()), value);
      }
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> null;
    };
  }

  private static boolean isLeaf(Schema schema) {
    return schema.type().isPrimitive() || MaskedText.isVariableDecimal(schema);
  }

  private interface FieldPlan {
    @Nullable MaskPlan of(Field field);
  }

  private static @Nullable MaskPlan fields(Schema schema, FieldPlan planOf) {
    List<@Nullable MaskPlan> plans = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    boolean any = false;
    boolean same = true;
    for (Field field : schema.fields()) {
      MaskPlan plan = planOf.of(field);
      plans.add(plan);
      any |= plan != null;
      same &= plan == null || plan.schema() == field.schema();
      fields.add(plan == null ? field : new Field(field.name(), field.index(), plan.schema()));
    }
    if (!any) {
      return null;
    }
    return new MaskPlan.Fields(same ? schema : changed(schema, fields, null, null), plans);
  }

  /**
   * The schema around changed ones. A default would not fit them any more, so null takes its place.
   */
  private static Schema changed(
      Schema schema,
      @Nullable List<Field> fields,
      @Nullable Schema keySchema,
      @Nullable Schema valueSchema) {
    if (fields == null && valueSchema == schema.valueSchema()) {
      return schema;
    }
    return new ConnectSchema(
        schema.type(),
        schema.isOptional() || schema.defaultValue() != null,
        null,
        schema.name(),
        schema.version(),
        schema.doc(),
        schema.parameters(),
        fields,
        keySchema,
        valueSchema);
  }

  private @Nullable Object masked(@Nullable Object value, List<FieldPath> here, Set<String> found) {
    if (value == null || here.isEmpty()) {
      return value;
    }
    if (here.stream().anyMatch(FieldPath::atEnd)) {
      return maskedWhole(value, 0);
    }
    if (value instanceof List<?> list) {
      return copied(list, element -> masked(element, here, found));
    }
    return value instanceof Map<?, ?> map ? maskedInside(map, here, found) : value;
  }

  private Map<Object, @Nullable Object> maskedInside(
      Map<?, ?> map, List<FieldPath> here, Set<String> found) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach(
        (name, value) ->
            copy.put(
                name, masked(value, FieldPath.into(String.valueOf(name), here, found), found)));
    return copy;
  }

  private @Nullable Object maskedWhole(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw Mask.refused("cannot hide a value that holds itself");
    }
    if (value == null) {
      return null;
    }
    if (masker.takesAway()) {
      return null;
    }
    if (value instanceof List<?> list) {
      return copied(list, element -> maskedWhole(element, depth + 1));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, maskedWhole(inner, depth + 1)));
      return copy;
    }
    if (value instanceof Struct struct && !MaskedText.isVariableDecimal(struct.schema())) {
      throw Mask.refused("cannot hide a struct inside of a record without a schema");
    }
    return masker.mask(value);
  }

  private static List<@Nullable Object> copied(List<?> list, UnaryOperator<@Nullable Object> step) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      copy.add(step.apply(element));
    }
    return copy;
  }
}
