package io.sluice.connector.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id > 5",
        "color = 'it''s (blue' AND (id > 5 OR \"odd)name\" IS NULL)",
        "id IN (1, 2)",
        "a - -1 > b / 2"
      })
  void what_can_stand_behind_where_passes(String sql) {
    assertThat(Conditions.problem(sql)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true)) TO PROGRAM 'id' --",
        "true; DROP TABLE t",
        "true) UNION SELECT (1",
        "(true",
        "true -- x",
        "true /* x",
        "$$)$$ = ''",
        "'open",
        "E'\\') OR (' = ''"
      })
  void what_could_end_the_query_does_not(String sql) {
    assertThat(Conditions.problem(sql)).isNotNull();
  }
}
