package io.sluice.connector.table.record;

import io.sluice.connector.table.config.StructSettings;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.SchemaTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table with a field for each field of their structs, through all levels: {@code
 * address.city} becomes {@code address_city}. All that is below a struct which may be missing may
 * be missing too. Works a schema out once, as neighbours mostly share it. Used by one thread.
 */
public final class FlatRows {
  private final String delimiter;
  private final Table.Name table;
  private @Nullable Schema known;
  private @Nullable Plan plan;

  public FlatRows(StructSettings settings, Table.Name table) {
    delimiter = settings.delimiter();
    this.table = table;
  }

  /**
   * How rows of a schema are made flat.
   *
   * @param schema of the flat rows
   * @param paths of each of its fields, the way to it in the given row
   * @param asIs whether rows have no structs
   */
  private record Plan(Schema schema, List<List<Field>> paths, boolean asIs) {}

  /**
   * The change with flat rows.
   *
   * @throws ConfigException if two fields would become one: no restart would mend it
   */
  public Change of(Change change) {
    return change.withRows(flat(change.row()), flat(change.old()));
  }

  private @Nullable Struct flat(@Nullable Struct row) {
    if (row == null) {
      return null;
    }
    Plan current = planOf(row.schema());
    if (current.asIs()) {
      return row;
    }
    Struct made = new Struct(current.schema());
    List<Field> fields = current.schema().fields();
    for (int i = 0; i < fields.size(); i++) {
      made.put(fields.get(i), valueAt(row, current.paths().get(i)));
    }
    return made;
  }

  private static @Nullable Object valueAt(Struct row, List<Field> path) {
    Object value = row;
    for (Field step : path) {
      if (value == null) {
        return null;
      }
      value = ((Struct) value).getWithoutDefault(step.name());
    }
    return value;
  }

  private Plan planOf(Schema schema) {
    Plan current = plan;
    if (current == null || schema != known) {
      current = newPlan(schema);
      plan = current;
      known = schema;
    }
    return current;
  }

  private Plan newPlan(Schema schema) {
    Map<String, List<Field>> byName = new LinkedHashMap<>();
    collect(schema, List.of(), byName);
    SchemaBuilder flat = SchemaBuilder.struct().name(schema.name()).version(schema.version());
    boolean asIs = true;
    for (Map.Entry<String, List<Field>> field : byName.entrySet()) {
      asIs &= field.getValue().size() == 1;
      flat.field(field.getKey(), schemaAt(field.getValue()));
    }
    return new Plan(
        schema.isOptional() ? flat.optional().build() : flat.build(),
        List.copyOf(byName.values()),
        asIs);
  }

  private void collect(Schema struct, List<Field> above, Map<String, List<Field>> byName) {
    for (Field field : struct.fields()) {
      List<Field> path = new ArrayList<>(above);
      path.add(field);
      // A schema that has itself below it would go on for ever, and an empty one would be no
      // column.
      boolean within = above.stream().anyMatch(step -> step.schema() == field.schema());
      if (SchemaTypes.isNested(field.schema()) && !field.schema().fields().isEmpty() && !within) {
        collect(field.schema(), path, byName);
        continue;
      }
      String name = joined(path, delimiter);
      List<Field> other = byName.putIfAbsent(name, path);
      if (other != null) {
        throw new ConfigException(
            "fields '"
                + joined(other, ".")
                + "' and '"
                + joined(path, ".")
                + "' of table "
                + table
                + " would both be '"
                + name
                + "'. Give "
                + StructSettings.DELIMITER
                + " a value that no field's name has, or set "
                + StructSettings.MODE
                + "=json.");
      }
    }
  }

  private static String joined(List<Field> path, String between) {
    return String.join(between, path.stream().map(Field::name).toList());
  }

  /** The field's own schema; optional and without a default where a struct above may be missing. */
  private static Schema schemaAt(List<Field> path) {
    Schema leaf = path.get(path.size() - 1).schema();
    boolean optional = path.stream().anyMatch(step -> step.schema().isOptional());
    if (path.size() == 1 || optional == leaf.isOptional() && leaf.defaultValue() == null) {
      return leaf;
    }
    Schema.Type type = leaf.type();
    return new ConnectSchema(
        type,
        optional,
        null,
        leaf.name(),
        leaf.version(),
        leaf.doc(),
        leaf.parameters(),
        type == Schema.Type.STRUCT ? leaf.fields() : null,
        type == Schema.Type.MAP ? leaf.keySchema() : null,
        type == Schema.Type.MAP || type == Schema.Type.ARRAY ? leaf.valueSchema() : null);
  }
}
