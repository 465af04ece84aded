package io.sluice.connector.postgres.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type that PostgreSQL and its contrib extensions bring, with nulls and extremes, read by the
 * snapshot and by the stream, as a nullable column and as one that must be filled (where a deleted
 * row has stand-ins), in each handling mode.
 */
@Tag("long")
class TypeZooDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void all_types_as_they_come_by_default() {
    zoo(TypeZoo.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adaptive_time_microseconds",
        "connect",
        "isostring",
        "microseconds",
        "structured"
      })
  void times_in_each_precision_mode(String mode) {
    debezium.with("time.precision.mode", mode);
    zoo(TypeZoo.TIMES);
  }

  /** Debezium fails at deletes from tables whose timestamps must be filled. */
  @Test
  void times_in_nanoseconds() {
    debezium.with("time.precision.mode", "nanoseconds");
    zoo(TypeZoo.TIMES, List.of(""));
  }

  @ParameterizedTest
  @CsvSource({"double,0", "string,3", "precise,4", "string,0"})
  void numbers_in_each_decimal_mode(String mode, String moneyDigits) {
    debezium.with("decimal.handling.mode", mode, "money.fraction.digits", moneyDigits);
    zoo(mode.equals("precise") ? TypeZoo.NUMBERS : TypeZoo.NUMBERS_WITHOUT_LIMITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "base64", "base64-url-safe", "hex"})
  void bytes_and_unknown_types_in_each_binary_mode(String mode) {
    debezium.with("binary.handling.mode", mode, "include.unknown.datatypes", "true");
    zoo(TypeZoo.UNKNOWN);
  }

  @Test
  void intervals_and_key_values_in_their_other_modes() {
    debezium.with("interval.handling.mode", "string", "hstore.handling.mode", "map");
    zoo(TypeZoo.PAIRS);
  }

  @Test
  void types_that_have_no_binary_form() {
    zoo(TypeZoo.WITHOUT_BINARY_FORM);
  }

  /**
   * The stream comes as text when unknown types are to be shown; on PostgreSQL 12 and 13 it always
   * does.
   */
  @Test
  void all_types_read_from_their_text() {
    debezium.with("include.unknown.datatypes", "true");
    zoo(TypeZoo.ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isostring", "structured", "connect"})
  void times_read_from_their_text(String mode) {
    debezium.with("include.unknown.datatypes", "true", "time.precision.mode", mode);
    zoo(TypeZoo.TIMES);
  }

  /** In tables where all can be null, and in such whose deletes need stand-ins. */
  private void zoo(List<TypeZoo.Animal> animals) {
    zoo(animals, List.of("", "NOT NULL"));
  }

  private void zoo(List<TypeZoo.Animal> animals, List<String> forms) {
    debezium.given(TypeZoo.SETUP.toArray(new String[0]));
    List<String> changes = new ArrayList<>();
    int number = 0;
    for (TypeZoo.Animal animal : animals) {
      String table = "t" + number++;
      for (String form : forms) {
        String name = form.isEmpty() ? table : table + "_filled";
        debezium.given(
            "CREATE TABLE " + name + "(id int PRIMARY KEY, v " + animal.type() + " " + form + ")");
        int id = 1;
        for (String value : animal.values()) {
          debezium.given("INSERT INTO " + name + " VALUES (" + id++ + ", " + value + ")");
        }
        if (form.isEmpty()) {
          debezium.given("INSERT INTO " + name + " VALUES (0, NULL)");
        }
        changes.add("INSERT INTO " + name + " SELECT id + 100, v FROM " + name);
        changes.add("UPDATE " + name + " SET id = id + 1000 WHERE id = 1");
        changes.add("DELETE FROM " + name + " WHERE id > 1");
      }
    }
    assertThat(changes).isNotEmpty();

    debezium.same(changes.toArray(new String[0]));
  }
}
