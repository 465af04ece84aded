package io.sluice.cli.compare.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts made here are those that PostgreSQL makes. */
class CanonicalTextTest {
  private static final Form BINARY = form(SqlType.of(SqlType.Family.DOUBLE, "float8"));

  private static Form form(SqlType source) {
    SqlType target = SqlType.of(SqlType.Family.FINITE_DOUBLE, "double");
    return Form.between(source, target).orElseThrow();
  }

  @Test
  void a_number_has_the_text_that_the_server_gives_it_and_comes_back_from_it() throws Exception {
    Random random = new Random(7);
    String expression =
        new PostgresDialect(true)
            .text(BINARY, SqlType.of(SqlType.Family.DOUBLE, "float8"), "v::float8");
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 300; i++) {
        double value = i == 0 ? Double.MIN_VALUE : Double.longBitsToDouble(random.nextLong());
        if (Double.isFinite(value)) {
          try (ResultSet row =
              statement.executeQuery(
                  "select " + expression + " from (values ('" + value + "')) as t(v)")) {
            row.next();
            assertThat(row.getString(1)).as("%s", value).isEqualTo(CanonicalText.binary(value));
          }
          assertThat(Double.parseDouble(BINARY.number(CanonicalText.binary(value))))
              .isEqualTo(value);
        }
      }
    }
  }

  @Test
  void dates_before_christ_and_behind_the_year_9999_are_as_the_server_writes_them()
      throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int year : new int[] {-4712, -44, -1, 0, 1, 2024, 9999, 10_000, 123_456}) {
        LocalDate date = LocalDate.of(year, 2, 3);
        try (ResultSet row =
            statement.executeQuery(
                "select (date '1970-01-01' + " + date.toEpochDay() + ")::text")) {
          row.next();
          assertThat(CanonicalText.era(date.toString())).isEqualTo(row.getString(1));
        }
        String withTime = date + " 12:34:56.5";
        assertThat(CanonicalText.isoEra(CanonicalText.era(withTime))).isEqualTo(withTime);
      }
    }
    assertThat(CanonicalText.era("infinity")).isEqualTo("infinity");
    assertThat(CanonicalText.isoEra("-infinity")).isEqualTo("-infinity");
  }

  @Test
  void a_decimal_has_as_many_digits_as_its_column_or_no_zeros_at_the_end() {
    Form trimmed =
        Form.between(SqlType.decimal(-1, "numeric"), SqlType.of(SqlType.Family.TEXT, "text"))
            .orElseThrow();
    Form fixed =
        Form.between(SqlType.decimal(2, "numeric"), SqlType.decimal(2, "decimal")).orElseThrow();

    assertThat(CanonicalText.decimal(trimmed, "1E+3", -1)).isEqualTo("1000");
    assertThat(CanonicalText.decimal(trimmed, "0.00", -1)).isEqualTo("0");
    assertThat(CanonicalText.decimal(trimmed, "NaN", -1)).isEqualTo("NaN");
    assertThat(CanonicalText.decimal(fixed, new BigDecimal("1.5"), 2)).isEqualTo("1.50");
    assertThat(CanonicalText.decimal(fixed, new BigDecimal("1.505"), 2)).isEqualTo("1.505");
  }
}
