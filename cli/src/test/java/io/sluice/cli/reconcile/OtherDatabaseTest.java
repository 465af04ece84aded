package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.Position;
import io.sluice.cli.compare.TableComparison;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.form.Form;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of which only the driver is known: its rows are read. */
class OtherDatabaseTest {
  private static final String TABLE = "\"everything\"";

  /** The types of both, and two values that differ by as little as can be, as SQL of both. */
  private static final Map<String, List<String>> COLUMNS = new LinkedHashMap<>();

  /** Values that the copy's database spells otherwise. */
  private static final Map<String, String> THERE =
      Map.of("bytes", "x'00ff'", "early", "'-0043-03-15'");

  static {
    COLUMNS.put("id", List.of("bigint", "bigint", "", ""));
    COLUMNS.put("early", List.of("date", "date", "'0044-03-15 BC'", ""));
    COLUMNS.put("yes", List.of("boolean", "boolean", "true", "false"));
    COLUMNS.put("whole", List.of("int", "int", "-2147483648", "-2147483647"));
    COLUMNS.put("exact", List.of("numeric(20,5)", "decimal(20,5)", "123.45", "123.45001"));
    COLUMNS.put("free", List.of("numeric", "varchar", "'1.5'", "'1.6'"));
    COLUMNS.put("near", List.of("real", "real", "1.1", "1.1000001"));
    COLUMNS.put("nearer", List.of("float8", "double", "0.1", "1.0000000000000002e-1"));
    COLUMNS.put("word", List.of("text", "varchar", "'ž 😀'", "'ž 😁'"));
    COLUMNS.put("bytes", List.of("bytea", "varbinary", "decode('00ff','hex')", "x'00fe'"));
    COLUMNS.put("day", List.of("date", "date", "'2024-02-29'", "'2024-02-28'"));
    COLUMNS.put("clock", List.of("time", "time(6)", "'12:34:56.7'", "'12:34:56.700001'"));
    COLUMNS.put(
        "moment",
        List.of("timestamp", "timestamp(6)", "'2024-02-29 01:02:00'", "'2024-02-29 01:02:01'"));
    COLUMNS.put("late", List.of("date", "date", "'12026-03-15'", "'12026-03-14'"));
    COLUMNS.put(
        "ref",
        List.of(
            "uuid",
            "varchar",
            "'0e5a1f2c-0000-4000-8000-000000000001'",
            "'0e5a1f2c-0000-4000-8000-000000000002'"));
  }

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private Connection copy;

  @BeforeEach
  void open() throws SQLException {
    copy = DriverManager.getConnection("jdbc:h2:mem:other;DB_CLOSE_DELAY=0");
    create(copy, 1);
    try (Connection source = database.connect()) {
      create(source, 0);
    }
  }

  @AfterEach
  void close() throws SQLException {
    copy.close();
    database.close();
  }

  /** With a row for each column. */
  private static void create(Connection connection, int side) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    COLUMNS.forEach(
        (name, said) -> {
          columns.add('"' + name + "\" " + said.get(side));
          String value = said.get(2);
          if (side == 1) {
            value = THERE.getOrDefault(name, value);
          }
          if (!value.isEmpty()) {
            values.add("cast(" + value + " as " + said.get(side) + ")");
          }
        });
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table " + TABLE + " (" + String.join(", ", columns) + ")");
      for (int id = 0; id < COLUMNS.size(); id++) {
        statement.execute(
            "insert into " + TABLE + " values (" + id + ", " + String.join(", ", values) + ")");
      }
    }
  }

  @Test
  void equal_rows_of_every_type_are_equal() throws Exception {
    assertThat(compare().differences()).isEmpty();
  }

  @Test
  void another_value_is_found_in_a_column_of_each_type() throws Exception {
    int id = 0;
    try (Statement statement = copy.createStatement()) {
      for (Map.Entry<String, List<String>> column : COLUMNS.entrySet()) {
        String other = column.getValue().get(3);
        if (!other.isEmpty()) {
          statement.execute(
              "update "
                  + TABLE
                  + " set \""
                  + column.getKey()
                  + "\" = "
                  + other
                  + " where \"id\" = "
                  + id);
        }
        id++;
      }
      statement.execute("delete from " + TABLE + " where \"id\" = 0");
    }

    TableOutcome found = compare();

    assertThat(found.count(Difference.Kind.DIFFERENT)).isEqualTo(COLUMNS.size() - 2);
    assertThat(found.count(Difference.Kind.MISSING)).isEqualTo(1);
  }

  private TableOutcome compare() throws Exception {
    try (JdbcSide source = JdbcSide.postgres(database.connect())) {
      JdbcSide target = JdbcSide.other(copy);
      List<Column> here = source.dialect().columns(source, TABLE);
      List<Column> there = target.dialect().columns(target, TABLE);
      List<ComparedColumn> columns = new ArrayList<>();
      for (int i = 0; i < here.size(); i++) {
        Form form = Form.between(here.get(i).type(), there.get(i).type()).orElseThrow();
        String name = here.get(i).name();
        columns.add(new ComparedColumn(name, name, form, here.get(i).type(), there.get(i).type()));
      }
      ComparedTable table =
          new ComparedTable("everything", TABLE, TABLE, "", columns.subList(0, 2), columns, true);
      return new TableComparison(
              table,
              source,
              target,
              new Still(),
              new Limits(4, 0, 100, Duration.ZERO),
              Pause.MACHINE)
          .run(null, at -> {});
    }
  }

  /** Nothing moves. */
  private static final class Still implements Position {
    @Override
    public String now() {
      return "";
    }

    @Override
    public boolean reached(String position) {
      return false;
    }

    @Override
    public boolean moves() {
      return false;
    }
  }
}
