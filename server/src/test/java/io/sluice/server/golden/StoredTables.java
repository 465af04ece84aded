package io.sluice.server.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Where;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 10, of the tables of one component: a database as a released version left it is opened
 * by today's code. Beside this class stands what was released, {@code golden/COMPONENT-vN.sql} with
 * rows and {@code golden/COMPONENT-vN-DIALECT.sql} with the script, which are never changed. A new
 * version of the tables adds its own.
 */
public abstract class StoredTables {
  private final Where where;
  private final int version;
  private final String component;
  private final String scripts;

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.ofEpochMilli(1_772_366_700_000L));

  /**
   * @param version that left the database
   * @param component by whose name the tables are installed
   * @param scripts what the names of its scripts begin with, up to the dialect
   */
  protected StoredTables(Where where, int version, String component, String scripts) {
    this.where = where;
    this.version = version;
    this.component = component;
    this.scripts = scripts;
  }

  /** Opens the tables as today's code does. */
  protected abstract void install(Storage storage);

  /** Everything that the rows of that version say is read, by today's code. */
  protected abstract void allIsRead(Storage storage);

  /** The version whose database this is. */
  protected final int version() {
    return version;
  }

  /** When the tests are. */
  protected final Clock clock() {
    return clock;
  }

  @Test
  void what_a_released_version_stored_is_read() throws IOException {
    try (Where.Place place = where.in(folder, clock)) {
      leave(place);

      try (Storage storage = place.open()) {
        install(storage);
        allIsRead(storage);
      }
      try (Storage again = place.open()) {
        install(again);
        allIsRead(again);
      }
    }
  }

  @Test
  void its_tables_become_those_of_a_new_database() throws IOException {
    try (Where.Place old = where.in(folder.resolve("old"), clock);
        Where.Place fresh = where.in(folder.resolve("new"), clock)) {
      leave(old);

      try (Storage upgraded = old.open();
          Storage made = fresh.open()) {
        install(upgraded);
        install(made);
        assertThat(shape(upgraded)).isNotEmpty().isEqualTo(shape(made));
      }
    }
  }

  @Test
  void no_column_of_its_tables_is_empty_so_that_each_is_tried() throws IOException {
    try (Where.Place place = where.in(folder, clock)) {
      leave(place);

      try (Storage storage = place.open()) {
        assertThat(empty(storage)).isEmpty();
      }
    }
  }

  @Test
  void its_script_is_what_it_was() throws IOException {
    assertThat(text(scripts + dialect() + "-" + version + ".sql")).isEqualTo(text(script(version)));
  }

  /** A database as that version left it. */
  private void leave(Where.Place place) throws IOException {
    String rows =
        text("golden/" + component + "-v" + version + ".sql").replaceAll("(?m)^--.*$", "");
    try (Storage storage = place.open()) {
      storage.install(
          new Schema(
              component,
              IntStream.rangeClosed(1, version).mapToObj(this::script).toList(),
              StoredTables.class.getClassLoader()));
      storage.write(
          Durability.NOW,
          connection -> {
            try (Statement statement = connection.createStatement()) {
              for (String row : rows.split(";\\s*\\n", -1)) {
                if (!row.isBlank()) {
                  statement.executeUpdate(inDialect(row));
                }
              }
              return rows;
            }
          });
    }
  }

  private String inDialect(String row) {
    return row.replaceAll(
        "BYTES\\(([0-9A-F]*)\\)", where == Where.SQLITE ? "x'$1'" : "decode('$1', 'hex')");
  }

  private String script(int which) {
    return "golden/" + component + "-v" + which + "-" + dialect() + ".sql";
  }

  private String dialect() {
    return where.name().toLowerCase(Locale.ROOT);
  }

  private static String text(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            StoredTables.class.getClassLoader().getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** All that the database knows of its tables, as text. */
  private List<String> shape(Storage storage) {
    return storage.read(
        connection ->
            where == Where.SQLITE
                ? texts(
                    connection, "select sql from sqlite_master where sql is not null order by 1")
                : texts(
                    connection,
                    "select concat_ws(' ', c.relname, c.relkind, a.attnum, a.attname,"
                        + " format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
                        + " pg_get_expr(d.adbin, d.adrelid), pg_get_indexdef(c.oid))"
                        + " from pg_class c join pg_attribute a on a.attrelid = c.oid"
                        + " left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum"
                        + " where c.relnamespace = current_schema()::regnamespace"
                        + " and a.attnum > 0 and c.relkind in ('r', 'i')"
                        + " union all select concat_ws(' ', conrelid::regclass, conname,"
                        + " pg_get_constraintdef(oid)) from pg_constraint"
                        + " where connamespace = current_schema()::regnamespace order by 1"));
  }

  /** The columns of the component's tables in which no row has anything. */
  private List<String> empty(Storage storage) throws IOException {
    List<String> tables = new ArrayList<>();
    for (int each = 1; each <= version; each++) {
      text(script(each))
          .lines()
          .filter(line -> line.startsWith("create table "))
          .forEach(line -> tables.add(line.split(" ", -1)[2]));
    }
    assertThat(tables).isNotEmpty();
    return storage.read(
        connection -> {
          List<String> empty = new ArrayList<>();
          for (String table : tables) {
            for (String column : columns(connection, table)) {
              String counted = "select count(" + column + ") from " + table;
              if (texts(connection, counted).equals(List.of("0"))) {
                empty.add(table + "." + column);
              }
            }
          }
          return empty;
        });
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet row = connection.getMetaData().getColumns(null, null, table, null)) {
      while (row.next()) {
        columns.add(row.getString("COLUMN_NAME"));
      }
    }
    assertThat(columns).as(table).isNotEmpty();
    return columns;
  }

  private static List<String> texts(Connection connection, String select) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(select)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
