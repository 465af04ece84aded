package io.sluice.connector.table.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What drivers say of types, as several databases say it. */
class JdbcTypesTest {
  private static JdbcTypes database(JdbcDatabase.Type... types) {
    NameRules names = new NameRules(true, true, 128, false);
    return new JdbcTypes(new JdbcDatabase("some", List.of(types), names, true, false));
  }

  private static JdbcDatabase.Type number(
      String name, int code, boolean unsigned, boolean counting) {
    return new JdbcDatabase.Type(name, code, 19, "", 0, unsigned, counting);
  }

  @Test
  void a_column_gets_no_variant_of_its_type_that_counts_by_itself_or_has_no_sign() {
    JdbcTypes types =
        database(
            number("bigint unsigned", Types.BIGINT, true, false),
            number("bigint identity", Types.BIGINT, false, true),
            number("bigint", Types.BIGINT, false, false));
    assertThat(types.name(ColumnType.INT64, false)).isEqualTo("bigint");
  }

  @Test
  void where_every_whole_number_may_count_the_first_is_taken() {
    JdbcTypes types =
        database(
            number("BIGINT", Types.BIGINT, false, true),
            number("BIGSERIAL", Types.BIGINT, false, true));
    assertThat(types.name(ColumnType.INT64, false)).isEqualTo("BIGINT");
  }

  @Test
  void decimals_are_not_money() {
    JdbcTypes types =
        database(
            number("money", Types.DECIMAL, false, false),
            new JdbcDatabase.Type(
                "decimal", Types.DECIMAL, 38, "precision,scale", 38, false, false));
    assertThat(types.name(ColumnType.decimal(10, 2), false)).isEqualTo("decimal(10,2)");
  }

  private static JdbcTypes zoned(String name, int mostScale, String parameters) {
    return database(
        new JdbcDatabase.Type("varchar", Types.VARCHAR, 1 << 30, "length", 0, false, false),
        new JdbcDatabase.Type(
            name, Types.TIMESTAMP_WITH_TIMEZONE, 35, parameters, mostScale, false, false));
  }

  @Test
  void instants_have_a_type_where_the_driver_says_that_it_keeps_microseconds() {
    JdbcTypes keeps = zoned("timestamp with time zone", 9, "scale");
    assertThat(keeps.closest(ColumnType.TIMESTAMPTZ)).isEqualTo(ColumnType.TIMESTAMPTZ);
    assertThat(keeps.name(ColumnType.TIMESTAMPTZ, false)).isEqualTo("timestamp(6) with time zone");
    JdbcTypes silent = zoned("timestamp with time zone", 0, "");
    assertThat(silent.closest(ColumnType.TIMESTAMPTZ)).isEqualTo(ColumnType.TEXT);
    assertThat(silent.of(Types.TIMESTAMP_WITH_TIMEZONE, "own", 35, 10, 6))
        .isEqualTo(ColumnType.other("own"));
  }

  @Test
  void a_float_is_as_wide_as_its_digits_say() {
    assertThat(JdbcTypes.parse(Types.FLOAT, "FLOAT", 53, 2, 0)).isEqualTo(ColumnType.FLOAT64);
    assertThat(JdbcTypes.parse(Types.FLOAT, "FLOAT", 15, 10, 0)).isEqualTo(ColumnType.FLOAT64);
    assertThat(JdbcTypes.parse(Types.FLOAT, "REAL", 24, 2, 0)).isEqualTo(ColumnType.FLOAT32);
  }
}
