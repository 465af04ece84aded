package io.sluice.connector.postgres.differential;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tables that change their form at random, and changes of their rows that fit the form. */
final class RandomTables {

  private static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "text",
          "varchar(30)",
          "numeric(10,2)",
          "boolean",
          "timestamptz",
          "date",
          "jsonb",
          "uuid",
          "text[]",
          "bytea",
          "float8");

  private final Random random;
  private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();
  private int names;

  RandomTables(Random random) {
    this.random = random;
  }

  /** Makes the tables. */
  List<String> create() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statements.addAll(make("t" + i));
      statements.add(insert("t" + i));
    }
    return statements;
  }

  /** Changes the form of one table. */
  List<String> alter() {
    String table = any(new ArrayList<>(tables.keySet()));
    Map<String, String> columns = columns(table);
    List<String> free = new ArrayList<>(columns.keySet());
    String alter = "ALTER TABLE " + table + " ";
    switch (random.nextInt(9)) {
      case 0, 1 -> {
        String name = "c" + names++;
        String type = any(TYPES);
        columns.put(name, type);
        String constant = random.nextBoolean() ? " NOT NULL DEFAULT " + value(type) : "";
        return List.of(alter + "ADD COLUMN " + name + " " + type + constant);
      }
      case 2 -> {
        if (!free.isEmpty()) {
          String gone = any(free);
          columns.remove(gone);
          return List.of(alter + "DROP COLUMN " + gone);
        }
      }
      case 3 -> {
        if (!free.isEmpty()) {
          String old = any(free);
          String name = "c" + names++;
          columns.put(name, columns.remove(old));
          return List.of(alter + "RENAME COLUMN " + old + " TO " + name);
        }
      }
      case 4 -> {
        if (!free.isEmpty()) {
          String column = any(free);
          columns.put(column, "text");
          return List.of(
              alter
                  + "ALTER "
                  + column
                  + " DROP DEFAULT, ALTER "
                  + column
                  + " TYPE text USING "
                  + column
                  + "::text");
        }
      }
      case 5 -> {
        if (!free.isEmpty()) {
          return List.of(alter + "ALTER " + any(free) + " DROP NOT NULL");
        }
      }
      case 6 -> {
        return List.of(alter + "REPLICA IDENTITY " + (random.nextBoolean() ? "FULL" : "DEFAULT"));
      }
      case 7 -> {
        List<String> statements = new ArrayList<>();
        statements.add("DROP TABLE " + table);
        tables.remove(table);
        statements.addAll(make(table));
        return statements;
      }
      default -> {
        String name = "r" + names++;
        tables.put(name, tables.remove(table));
        return List.of(alter + "RENAME TO " + name);
      }
    }
    return List.of();
  }

  /** Changes rows of one table, sometimes several in a transaction. */
  List<String> change() {
    String table = any(new ArrayList<>(tables.keySet()));
    String one = change(table);
    return List.of(
        random.nextInt(4) == 0
            ? "BEGIN; " + one + "; " + change(any(new ArrayList<>(tables.keySet()))) + "; COMMIT"
            : one);
  }

  private String change(String table) {
    Map<String, String> columns = columns(table);
    int id = random.nextInt(12);
    List<String> free = new ArrayList<>(columns.keySet());
    int kind = random.nextInt(6);
    if (kind == 0) {
      return "DELETE FROM " + table + " WHERE id % 5 = " + id % 5;
    }
    if (kind == 1) {
      return "UPDATE "
          + table
          + " SET id = id + 100 WHERE id = (SELECT max(id) FROM "
          + table
          + ")";
    }
    if (kind == 2 && !free.isEmpty()) {
      String column = any(free);
      return "UPDATE "
          + table
          + " SET "
          + column
          + " = "
          + value(columns.get(column))
          + " WHERE id > "
          + id;
    }
    return insert(table);
  }

  private String insert(String table) {
    List<String> names = new ArrayList<>(columns(table).keySet());
    StringBuilder columns = new StringBuilder("id");
    StringBuilder values = new StringBuilder(Integer.toString(random.nextInt(12)));
    for (String name : names) {
      columns.append(", ").append(name);
      values.append(", ").append(value(columns(table).get(name)));
    }
    return "INSERT INTO "
        + table
        + "("
        + columns
        + ") VALUES ("
        + values
        + ") ON CONFLICT (id) DO NOTHING";
  }

  private List<String> make(String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("CREATE TABLE " + table + "(id int PRIMARY KEY");
    for (int i = 0; i < 3; i++) {
      String name = "c" + names++;
      String type = any(TYPES);
      columns.put(name, type);
      text.append(", ").append(name).append(' ').append(type);
      if (random.nextInt(3) == 0) {
        text.append(" NOT NULL");
      }
    }
    tables.put(table, columns);
    return List.of(text.append(")").toString());
  }

  private Map<String, String> columns(String table) {
    return java.util.Objects.requireNonNull(tables.get(table));
  }

  private String value(@org.jspecify.annotations.Nullable String type) {
    int n = random.nextInt(1000);
    return switch (type == null ? "" : type) {
      case "int", "bigint" -> Integer.toString(n);
      case "numeric(10,2)" -> n + ".25";
      case "float8" -> n + ".5";
      case "boolean" -> Boolean.toString(n % 2 == 0);
      // Constants: of an expression Debezium shows the first text in it as the column's default.
      case "timestamptz" -> "'" + Instant.EPOCH.plus(n, ChronoUnit.HOURS) + "'";
      case "date" -> "'" + LocalDate.EPOCH.plusDays(n) + "'";
      case "jsonb" -> "'{\"n\": " + n + "}'";
      case "uuid" -> "'00000000-0000-0000-0000-%012d'".formatted(n);
      case "text[]" -> "ARRAY['a', 'b" + n + "']";
      case "bytea" -> "'\\x" + "%04x".formatted(n) + "'";
      default -> "'text " + n + "'";
    };
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
