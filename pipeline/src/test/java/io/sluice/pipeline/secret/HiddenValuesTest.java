package io.sluice.pipeline.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "connection.url | jdbc:postgresql://h/d?user=joe&password=sSw0rd",
        "connection.url | jdbc:sqlserver://h;user=joe;password=sSw0rd;x=1",
        "mongodb.connection.string | mongodb://joe:p@sSw0rd@h1,h2/db",
        "schema.registry.url | http://joe:sSw0rd@registry:8081",
        "database.password | sSw0rd${env:X}",
        "sasl.jaas.config | x.Login required username=\"joe\" password=\"sSw0rd\";",
        "config | x.Login required username=\"joe\" password=\"a sSw0rd\";",
      })
  void a_password_inside_of_a_value_is_not_shown(String key, String value) {
    assertThat(HiddenValues.shown(key, value))
        .doesNotContain("sSw0rd")
        .containsPattern("\\(hidden\\)|\\*\\*\\*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h:5432/d?user=joe&password=${env:X}",
        "http://joe:${env:X}@registry:8081",
        "http://a:8081,http://b:8082",
        "SELECT a FROM b WHERE c = 'd' AND e=1",
      })
  void what_is_no_secret_is_shown_as_it_is(String value) {
    assertThat(HiddenValues.shown("connection.url", value)).isEqualTo(value);
  }
}
