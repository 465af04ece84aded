package io.sluice.connector.postgres.differential;

import io.sluice.connector.postgres.testbed.ShowingConverter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same converter in Debezium and here: what it is told of columns, and what values it gets. */
@Tag("long")
class ConvertersDifferentialTest {

  private static final String TABLE =
      "CREATE TABLE c(id int PRIMARY KEY, b bool, i2 smallint, i4 int NOT NULL DEFAULT 4, i8"
          + " bigint, f4 real, f8 double precision, t text, v varchar(20) DEFAULT 'x', ch char(4),"
          + " d date, tm time, tm3 time(3), ts timestamp, ts3 timestamp(3), tz timestamptz, u uuid,"
          + " j json, jb jsonb, x xml, by bytea, e mood, ip inet, r int4range, iv interval, o oid,"
          + " m money, vu varchar, n numeric(10,2), nu numeric)";

  private static final String ROW =
      " VALUES (1, true, 2, 3, 4, 1.5, 2.5, 'text', 'var', 'ab', '2020-01-02', '10:00:00',"
          + " '10:11:12.130', '2020-01-02 03:04:05.060', '2020-01-02 03:04:05.678', '2020-01-02"
          + " 03:04:05.6+02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"a\": 1}', '{\"b\": 2}',"
          + " '<a/>', '\\x0102', 'ok', '10.0.0.1/8', '[1,5)', '1 day 02:03:04', 77, 12.5)";

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void columns_and_values_of_the_stream() {
    converting("public\\.c\\.(?!id).*", true);
    debezium
        .with("snapshot.mode", "no_data")
        .tolerating(Tolerated.SIZE_OF_NUMERIC_WITHOUT_LIMITS, "nu")
        .given("CREATE TYPE mood AS ENUM ('sad', 'ok')", TABLE)
        .same(
            "INSERT INTO c" + ROW,
            "INSERT INTO c(id) VALUES (2)",
            "UPDATE c SET i4 = 9 WHERE id = 2",
            "DELETE FROM c WHERE id = 1");
  }

  @Test
  void values_of_the_snapshot_whose_text_does_not_depend_on_their_class() {
    converting("public\\.c\\.(b|i[248p]|f.|t|v|ch|d|tm.*|u|j.*|by|e|r|o)", false);
    debezium
        .given("CREATE TYPE mood AS ENUM ('sad', 'ok')", TABLE, "INSERT INTO c" + ROW)
        .same("INSERT INTO c(id) VALUES (2)");
  }

  private void converting(String columns, boolean classes) {
    debezium.with(
        "converters",
        "shown",
        "shown.type",
        ShowingConverter.class.getName(),
        "shown.columns",
        columns,
        "shown.classes",
        Boolean.toString(classes));
  }
}
